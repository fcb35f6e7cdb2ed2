/** The one place that turns an error into an HTTP answer: problem+json (RFC 9457). */
import { STATUS_CODES } from "node:http";
import { type AppErrorKind, isAppError } from "@accession/core/errors";
import type { HttpResponse } from "./http-request.ts";

/**
 * 400 is for what cannot be read as a request (malformed JSON, a missing Idempotency-Key); 422 for a request
 * that was read and whose fields are wrong.
 */
const STATUS: Record<AppErrorKind, number> = {
  invalid: 400,
  unauthorized: 401,
  denied: 403,
  "not-found": 404,
  conflict: 409,
  unprocessable: 422,
  unavailable: 503,
};

/** Conditional requests have statuses of their own: RFC 9110 section 13.1.1, RFC 6585 section 3. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  "inventory.version-mismatch": 412,
  "tenant.version-mismatch": 412,
  "request.if-match-required": 428,
};

/** The answer for any thrown value. What is not an AppError becomes a 500 that says nothing but the correlation id. */
export function errorResponse(error: unknown, correlationId: string): HttpResponse {
  if (!isAppError(error))
    return problem(500, "internal", "Something went wrong on our side.", {
      correlationId,
    });
  const status = STATUS_OF_CODE[error.code] ?? STATUS[error.kind];
  return problem(
    status,
    error.code,
    error.message,
    { correlationId, ...(error.issues.length > 0 && { errors: error.issues }) },
    {
      ...(error.retryAfterSeconds !== undefined && {
        "retry-after": String(error.retryAfterSeconds),
      }),
      // RFC 6750 section 3: a 401 says how to authenticate.
      ...(status === 401 && { "www-authenticate": "Bearer" }),
    },
  );
}

function problem(
  status: number,
  code: string,
  detail: string,
  members: Record<string, unknown>,
  headers: Record<string, string> = {},
): HttpResponse {
  return {
    status,
    body: {
      type: "about:blank",
      title: STATUS_CODES[status] ?? "Error",
      status,
      code,
      detail,
      ...members,
    },
    headers: { "content-type": "application/problem+json", ...headers },
  };
}
