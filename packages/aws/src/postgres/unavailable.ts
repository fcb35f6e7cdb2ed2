import { AppError } from "@accession/core/errors";

/** SQLSTATE classes of a server that is not there or not ready: connection, resources, operator intervention, system. */
const CLASSES = new Set(["08", "53", "57", "58"]);
/** idle_in_transaction_session_timeout: the transaction stood still for too long, and the server ended it. */
const STOOD_STILL = "25P03";
const SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
/** What pg says of its own time-outs and of lost connections, which it gives no code. */
const LOST =
  /^(Query read timeout|Connection terminated|timeout exceeded|Client (has encountered a connection error|was closed))/;

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
  const closed = LOST.test(error.message);
  const away = closed || SOCKET.has(code) || code === STOOD_STILL || CLASSES.has(code.slice(0, 2));
  return away ? new DatabaseUnavailable(error) : error;
}
