import type { z } from "zod";
import { CliError } from "./cli-error.ts";

/** Holds an answer of the API to its schema. The schemas are loose: what a newer API adds is no error. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // Where it does not fit, never what was there: answers hold data of patients.
  const where = parsed.error.issues.map((issue) => `/${issue.path.join("/")}`).join(", ");
  throw new CliError(
    "answer-unreadable",
    `The answer of ${path} is not what this version of the command expects, at ${where}.`,
    "Use the command of the version that runs.",
  );
}
