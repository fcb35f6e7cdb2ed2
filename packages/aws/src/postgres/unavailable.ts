import { AppError } from "@accession/core/errors";

/** SQLSTATE classes of a server that is not there or not ready: connection, resources, operator intervention, system. */
const CLASSES = new Set(["08", "53", "57", "58"]);
const SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);

/** The database cannot be reached, or does not answer in time. */
export class DatabaseUnavailable extends AppError {
  constructor(cause: unknown) {
    super("unavailable", "database.unavailable", "The database cannot be reached.", {
      cause,
      retryAfterSeconds: 5,
    });
  }
}

/** The error as the core knows it: a database that is away becomes `DatabaseUnavailable`, all else stays. */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  // pg gives its own time-outs and closed connections no code.
  const closed = /^(Query read timeout|Connection terminated|timeout exceeded)/.test(error.message);
  return closed || SOCKET.has(code) || CLASSES.has(code.slice(0, 2)) ? new DatabaseUnavailable(error) : error;
}
