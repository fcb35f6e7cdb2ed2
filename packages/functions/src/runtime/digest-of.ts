import { createHash } from "node:crypto";

/** Tells one request from another that has its Idempotency-Key. */
export function digestOf(body: unknown): string {
  return sha256(
    JSON.stringify(body, (_, value: unknown) => (value instanceof Set ? [...value].sort() : value)),
  );
}

/**
 * Names what a request does, for a store that does each named thing once: the same key and body are the same thing, also
 * when the cache of answers has forgotten them.
 */
export function effectIdOf({ key, digest }: { readonly key: string; readonly digest: string }): string {
  return sha256(key + digest);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
