import { AppError, type FieldIssue } from "@accession/core/errors";
import type { z } from "zod";

/**
 * Holds one part of a request to its schema. Throws `request.invalid` (422) with a pointer for each problem:
 * into the body (`/lines/0/quantity`), or `/path/id`, `/query/limit`, `/headers/if-match`.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: "" | "/path" | "/query" | "/headers" = "",
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError("unprocessable", "request.invalid", "The request does not fit the schema.", {
    issues: result.error.issues.flatMap((issue) => toFieldIssues(issue, part)),
  });
}

function toFieldIssues(issue: z.core.$ZodIssue, part: string): FieldIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointer(part, [...issue.path, key]),
      code: "unknown-field",
      detail: "is not a known field",
    }));
  }
  // Zod's messages name what was expected and the type that was given, never the value.
  return [
    {
      pointer: pointer(part, issue.path),
      code: codeOf(issue),
      detail: issue.message,
    },
  ];
}

/** RFC 6901. */
function pointer(part: string, path: readonly PropertyKey[]): string {
  return part + path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A rule of our own names its code in `params`; the others have zod's: `too-small`, `invalid-type`. */
function codeOf(issue: z.core.$ZodIssue): string {
  const own: unknown = issue.code === "custom" ? issue.params?.["code"] : undefined;
  return typeof own === "string" ? own : issue.code.replaceAll("_", "-");
}
