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
  const issues = result.success
    ? unstorableTexts(result.data, []).map((path) => ({ pointer: pointer(part, path), ...UNSTORABLE }))
    : result.error.issues.flatMap((issue) => toFieldIssues(issue, part));
  if (result.success && issues.length === 0) return result.data;
  throw new AppError("unprocessable", "request.invalid", "The request does not fit the schema.", { issues });
}

/** JSON can say what no text of our stores can hold: NUL (Postgres), and halves of characters (UTF-8). */
const UNSTORABLE = {
  code: "unstorable-text",
  detail: "must not hold NUL or half of a surrogate pair",
};

/** Where they are. Only in what fits a schema, which is never deep. */
function unstorableTexts(value: unknown, path: readonly PropertyKey[]): (readonly PropertyKey[])[] {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0") ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => unstorableTexts(item, [...path, key]));
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
