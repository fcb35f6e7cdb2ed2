/**
 * A frame of a stack, by the place in a file that it ends with. The head of a stack repeats the message, which can have
 * several lines, and one of them may begin like a frame.
 */
const FRAME = /^ {4}at (?:[^()]+ \()?(?:file:\/\/|node:|\/)\S+:\d+:\d+\)?$/;

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
