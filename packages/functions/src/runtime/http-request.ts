/** What an HTTP handler is given, and what it answers with. */
import type { EventMeta } from "@accession/events/envelope";
import type { Context } from "aws-lambda";

/** Who calls, from the verified access token. */
export interface Caller {
  readonly tenantId: string;
  /** The token's subject: a user, or a machine client. */
  readonly principal: string;
  /** Without the resource server's prefix: `orders.read`. */
  readonly scopes: ReadonlySet<string>;
}

export interface HttpRequest<Body, Path, Query> {
  readonly caller: Caller;
  /** The route's template: `POST /v1/orders/{id}/cancel`. */
  readonly route: string;
  readonly body: Body;
  readonly path: Path;
  readonly query: Query;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly correlationId: string;
  /** Goes into every event and timeline entry that this request causes. */
  readonly meta: EventMeta;
  /** Of the function's invocation: its id, and the time that is left. */
  readonly context: Context;
}

export interface HttpResponse {
  readonly status: number;
  /** Sent as JSON. Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
