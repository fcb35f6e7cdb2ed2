/** Where a list of orders goes on: the last order's id, so a cursor cannot point into another tenant. */
import { AppError } from "@accession/core/errors";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function encodeCursor(lastKey: Record<string, unknown>): string {
  return Buffer.from(String(lastKey["gsi1sk"])).toString("base64url");
}

/** The keys of the order that it names, as `keysOf` has them. Throws `request.invalid-cursor` for what `encodeCursor` did not make. */
export function decodeCursor(
  cursor: string,
  keysOf: (orderId: string) => Record<string, unknown>,
): Record<string, unknown> {
  const orderId = Buffer.from(cursor, "base64url").toString("latin1");
  if (!UUID.test(orderId)) {
    throw new AppError("unprocessable", "request.invalid-cursor", "The cursor is not one of ours.", {
      issues: [{ pointer: "/query/cursor", code: "invalid", detail: "must come from the previous page" }],
    });
  }
  return keysOf(orderId);
}
