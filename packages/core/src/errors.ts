/** What kind of trouble it is; the HTTP status and the retry decision follow from it. */
export type AppErrorKind =
  | "invalid"
  | "unauthorized"
  | "denied"
  | "not-found"
  | "conflict"
  | "unprocessable"
  | "unavailable";

export interface AppErrorOptions extends ErrorOptions {
  /** JSON pointers (RFC 6901) into the request with what is wrong there. Never the value itself: it may be PHI. */
  readonly issues?: readonly FieldIssue[];
  /** Seconds after which the caller may try again. */
  readonly retryAfterSeconds?: number;
}

export interface FieldIssue {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * Base of every error that the system means to raise. `code` is stable and public (`order.not-found`);
 * the message is safe to show to a caller: it never holds patient data.
 */
export class AppError extends Error {
  readonly kind: AppErrorKind;
  readonly code: string;
  readonly issues: readonly FieldIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: AppErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for our errors, also across bundles, where `instanceof` would compare two copies of the class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && "kind" in error && "code" in error && "issues" in error;
}
