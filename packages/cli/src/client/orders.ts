import { z } from "zod";
import { type ApiClient, apiProblem } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const moneySchema = z.object({ amount: z.number(), currency: z.string() });

const goodsLineSchema = z.looseObject({ sku: z.string(), quantity: z.number(), unitPrice: moneySchema });
export type GoodsLine = z.infer<typeof goodsLineSchema>;

const imagingLineSchema = z.looseObject({
  accessionNumber: z.string(),
  issuer: z.string().optional(),
  procedureCode: z.string().optional(),
  modality: z.string().optional(),
  patient: z.looseObject({ patientId: z.string() }),
  price: moneySchema,
});
export type ImagingLine = z.infer<typeof imagingLineSchema>;

const orderSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  /** Why it failed, was cancelled, or waits for a person. */
  reason: z.string().optional(),
  /** Of the person who settled it. */
  note: z.string().optional(),
  lines: z.union([z.array(goodsLineSchema), z.array(imagingLineSchema)]),
  /** Until when an imaging order waits for its studies. */
  deadline: z.string().optional(),
  total: moneySchema,
  placedAt: z.string(),
});
export type Order = z.infer<typeof orderSchema>;

const timelineEntrySchema = z.looseObject({
  version: z.number(),
  type: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  correlationId: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

const orderWithTimelineSchema = orderSchema.extend({ timeline: z.array(timelineEntrySchema) });
export type OrderWithTimeline = z.infer<typeof orderWithTimelineSchema>;

const listSchema = pageOf("orders", orderSchema);

export interface PlacedOrder {
  readonly order: Order;
  /** True when an earlier request with this key placed it. */
  readonly replayed: boolean;
  /** In every event, timeline entry and log line that the request caused. */
  readonly correlationId: string | undefined;
}

/** Places an order, once per idempotency key. The request is held to its schema by the API. */
export async function placeOrder(
  api: ApiClient,
  request: unknown,
  idempotencyKey: string,
): Promise<PlacedOrder> {
  const path = "/v1/orders";
  const answer = await api.call("POST", path, {
    body: request,
    headers: { "idempotency-key": idempotencyKey },
  });
  if (answer.status >= 400) throw apiProblem("POST", path, answer);
  return {
    order: parseAnswer(orderSchema, path, answer.body),
    replayed: answer.headers.get("idempotency-replayed") === "true",
    correlationId: answer.headers.get("x-correlation-id") ?? undefined,
  };
}

/** Takes an order back, once per idempotency key. Its run undoes what was done: follow it. */
export async function cancelOrder(
  api: ApiClient,
  id: string,
  reason: string | undefined,
  idempotencyKey: string,
): Promise<Order> {
  const path = `/v1/orders/${encodeURIComponent(id)}/cancel`;
  const body = await api.ask("POST", path, {
    body: { reason },
    headers: { "idempotency-key": idempotencyKey },
  });
  return parseAnswer(orderSchema, "/v1/orders/{id}/cancel", body);
}

/** A decision about an order that waits for a person, once per idempotency key. */
export async function decideReview(
  api: ApiClient,
  id: string,
  decision: { readonly verb: "retry" | "compensate" | "resolve"; readonly body: object },
  idempotencyKey: string,
): Promise<Order> {
  const path = `/v1/orders/${encodeURIComponent(id)}/${decision.verb}`;
  const body = await api.ask("POST", path, {
    body: decision.body,
    headers: { "idempotency-key": idempotencyKey },
  });
  return parseAnswer(orderSchema, `/v1/orders/{id}/${decision.verb}`, body);
}

/** An order with what happened to it, oldest first. */
export async function getOrder(api: ApiClient, id: string): Promise<OrderWithTimeline> {
  const path = `/v1/orders/${encodeURIComponent(id)}`;
  return parseAnswer(orderWithTimelineSchema, "/v1/orders/{id}", await api.ask("GET", path));
}

export interface OrderQuery {
  readonly status?: string | undefined;
  readonly limit?: number | undefined;
}

/** Orders page by page, newest first. */
export function listOrders(api: ApiClient, query: OrderQuery = {}) {
  return readPages(async (cursor) => {
    const path = withQuery("/v1/orders", { ...query, cursor });
    const { orders, cursor: next } = parseAnswer(listSchema, "/v1/orders", await api.ask("GET", path));
    return { items: orders, cursor: next };
  });
}
