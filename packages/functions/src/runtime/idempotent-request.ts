/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07) for one POST: a cache of answers in front of an
 * effect that is itself done once. The effect's own conditional write is the guarantee, not this.
 */
import { AppError } from "@accession/core/errors";
import { IdempotencyKeyReused } from "@accession/core/orders/order-errors";
import { KEY_LIFETIME_SECONDS } from "@accession/core/orders/place-order";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { responseCache } from "./composition-idempotency.ts";
import type { HttpRequest } from "./http-request.ts";
import { lazy } from "./lazy.ts";

/** What the cache hashes. Frozen and made for it: a changed argument would be stored under another key. */
interface CacheArgument {
  readonly key: string;
  readonly digest: string;
}

/** What a record holds: ids, never what was asked or answered. */
export type CachedAnswer = Readonly<Record<string, string>>;

const config = lazy(
  () =>
    new IdempotencyConfig({
      eventKeyJmesPath: "key",
      payloadValidationJmesPath: "digest",
      throwOnNoIdempotencyKey: true,
      hashFunction: "sha256",
      expiresAfterSeconds: KEY_LIFETIME_SECONDS,
    }),
);

/**
 * Tenant, principal, route, target and key as one string: a key never reaches another caller's or another route's
 * answer. Throws 400 when the header is missing or not 1 to 255 visible ASCII characters, quoted or bare.
 */
export function requestKeyOf(
  request: Pick<HttpRequest<unknown, unknown, unknown>, "caller" | "headers" | "route">,
  target = "",
): string {
  const header = request.headers["idempotency-key"]?.trim();
  const quoted = header?.match(/^"(?<key>.*)"$/)?.groups?.["key"];
  const key = quoted ?? header;
  // What begins with a quote is a string (RFC 8941 section 3.3.3), or nothing: `""` is no key of two quotes.
  const unclosed = quoted === undefined && header?.startsWith('"') === true;
  if (key === undefined || unclosed || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const missing = header === undefined || header === "";
    throw new AppError(
      "invalid",
      missing ? "request.idempotency-key-missing" : "request.idempotency-key-malformed",
      "This request needs an Idempotency-Key of 1 to 255 visible ASCII characters. It is kept for 24 hours.",
      {
        issues: [
          {
            pointer: "/headers/idempotency-key",
            code: missing ? "missing" : "malformed",
            detail: missing ? "is required" : "must be 1 to 255 visible ASCII characters",
          },
        ],
      },
    );
  }
  // A JSON array keeps the parts apart whatever characters they hold.
  return JSON.stringify([request.caller.tenantId, request.caller.principal, request.route, target, key]);
}

/**
 * Runs `effect`, or gives the answer of the request that had this key before. Throws 409 with Retry-After while
 * that one runs, and IdempotencyKeyReused (422) when it was another request.
 */
export async function onceForKey<Answer extends CachedAnswer>(
  request: Pick<HttpRequest<unknown, unknown, unknown>, "context">,
  argument: CacheArgument,
  effect: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly replayed: boolean }> {
  let ran = false;
  // Without it no time limit is written, and a crash would lock the key for a day.
  config().registerLambdaContext(request.context);
  const run = makeIdempotent(
    async (_argument: CacheArgument): Promise<Answer> => {
      ran = true;
      return effect();
    },
    { persistenceStore: responseCache(), config: config(), keyPrefix: "http" },
  );
  try {
    const answer = await run(Object.freeze({ ...argument }));
    return { answer, replayed: !ran };
  } catch (error) {
    throw toAppError(error);
  }
}

/** Says of an answer that an earlier request with the same key was given it. */
export function replayedHeader(replayed: boolean): Readonly<Record<string, string>> {
  return replayed ? { "idempotency-replayed": "true" } : {};
}

function toAppError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case "IdempotencyAlreadyInProgressError":
      return new AppError(
        "conflict",
        "request.in-progress",
        "A request with this Idempotency-Key is running.",
        {
          retryAfterSeconds: 1,
        },
      );
    case "IdempotencyValidationError":
      return new IdempotencyKeyReused();
    default:
      return error;
  }
}
