import { AppError } from "@accession/core/errors";

/**
 * Which version a conditional PUT replaces: `If-Match: "3"`, or 0 for `If-None-Match: *`, "must not exist yet"
 * (RFC 9110 section 13.1). Throws `request.if-match-required` (428) when neither is given.
 */
export function expectedVersion(headers: Readonly<Record<string, string | undefined>>): number {
  if (headers["if-none-match"]?.trim() === "*") return 0;
  const version = headers["if-match"]?.trim().match(/^"(\d{1,15})"$/)?.[1];
  if (version !== undefined) return Number(version);
  const required = headers["if-match"] === undefined;
  throw new AppError(
    "invalid",
    required ? "request.if-match-required" : "request.if-match-malformed",
    "Send the ETag of what you replace as If-Match, or If-None-Match: * if there must be nothing yet.",
    {
      issues: [
        {
          pointer: "/headers/if-match",
          code: required ? "missing" : "malformed",
          detail: required ? "is required" : 'must be an entity tag such as "3"',
        },
      ],
    },
  );
}
