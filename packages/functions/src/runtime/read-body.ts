import { AppError } from "@accession/core/errors";

/**
 * The request's JSON, or undefined for an empty body.
 * Throws `request.malformed-json` (400). The parser's message quotes the text, so it is not passed on.
 */
export function readJsonBody(body: string | undefined, isBase64Encoded: boolean): unknown {
  if (body === undefined || body === "") return undefined;
  try {
    const bytes = isBase64Encoded ? Buffer.from(body, "base64") : Buffer.from(body, "utf8");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid", "request.malformed-json", "The body is not well-formed JSON in UTF-8.");
  }
}
