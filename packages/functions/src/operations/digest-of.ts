import { createHash } from "node:crypto";

/** Tells one request from another that has its Idempotency-Key. */
export function digestOf(body: unknown): string {
  const text = JSON.stringify(body, (_, value: unknown) =>
    value instanceof Set ? [...value].sort() : value,
  );
  return createHash("sha256").update(text).digest("base64url");
}
