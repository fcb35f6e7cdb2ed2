/** What a route tells of itself besides its schemas: the API's description is put together from these. */
import type { z } from "zod";
import type { Scope } from "../runtime/caller.ts";

export interface RouteDescription {
  /** As the HTTP API knows it: `POST /v1/orders/{id}/cancel`. */
  readonly route: `${"GET" | "POST" | "PUT"} /v1/${string}`;
  readonly summary: string;
  /** What one cannot see from the schemas: order, limits. */
  readonly description?: string;
  /** The bodies of answers below 400, and of others that are no problem+json, by status. */
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** Statuses of problem+json beyond those that every route of its kind may answer. */
  readonly problems?: readonly number[];
  /** The request needs an Idempotency-Key. */
  readonly idempotent?: true;
  /** The request needs If-Match, or If-None-Match: *. */
  readonly conditional?: true;
  /** Headers of the answers that are not on all of them. */
  readonly headers?: readonly ("etag" | "location")[];
  /** The body as it is shown, where the schema that checks it says less. */
  readonly shownBody?: z.ZodType;
}

/** A route with all that its handler goes by. */
export interface DescribedRoute {
  readonly scope: Scope;
  readonly describes: RouteDescription;
  readonly body?: z.ZodType;
  readonly path?: z.ZodType;
  readonly query?: z.ZodType;
}
