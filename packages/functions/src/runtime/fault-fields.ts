/**
 * A frame of a stack, by the place in a file that it ends with. The head of a stack repeats the message, which can have
 * several lines, and one of them may begin like a frame.
 */
const FRAME = /^ {4}at (?:[^()]+ \()?(?:file:\/\/|node:|\/)\S+:\d+:\d+\)?$/;

/** The code of an error, or its class where it has none. */
export function faultCode(error: unknown): string {
  const { code, fault } = faultFields(error);
  return code ?? fault;
}

/**
 * What a handler throws in the place of an error that nobody foresaw. Lambda logs the message of what is thrown and Step
 * Functions keeps it, and that of a driver may quote a row.
 */
export function quotingNothing(error: unknown): Error {
  return new Error(faultCode(error));
}

/**
 * What a log may say of an error that nobody foresaw: its class, its code, and where it was thrown. Messages and
 * extra fields of drivers and SDKs quote rows and requests, which may hold patient data.
 */
export function faultFields(error: unknown): {
  fault: string;
  code?: string;
  at: string[];
  cause?: string;
} {
  if (!(error instanceof Error)) return { fault: typeof error, at: [] };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return {
    fault: error.name,
    ...(code !== undefined && { code }),
    at: (error.stack ?? "")
      .split("\n")
      .filter((line) => FRAME.test(line))
      .map((line) => line.trim()),
    ...(error.cause instanceof Error && { cause: error.cause.name }),
  };
}
