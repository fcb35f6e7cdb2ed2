/** Accepts an order, once per Idempotency-Key: the registration of the key is part of the order's transaction. */
import { createHash } from "node:crypto";
import type { EventMeta } from "@accession/events/envelope";
import { placedOrder } from "./evolve.ts";
import type { Order } from "./order.ts";
import { orderChange } from "./order-change.ts";
import type { OrderContext } from "./order-context.ts";
import { type Detailed, type DetailsBase, detailsOf } from "./order-details.ts";
import { AccessionNumbersExhausted, IdempotencyKeyReused, OrderNotFound } from "./order-errors.ts";
import type { OrderRequest } from "./order-request.ts";
import type { RegisteredRequest } from "./order-store.ts";

/** How long a key stands for its order. */
export const KEY_LIFETIME_SECONDS = 24 * 60 * 60;

/** How often accession numbers are drawn: one that is taken is rarer than a broken source of randomness. */
const DRAWS = 5;

export interface PlaceOrder {
  readonly tenantId: string;
  readonly meta: EventMeta;
  readonly request: OrderRequest;
  /** Tenant, principal, route and Idempotency-Key as one string. */
  readonly requestKey: string;
}

export interface PlacedOrder {
  /** The order as it was accepted, also when it has moved on since. */
  readonly order: Order;
  /** True when an earlier request with this key made it. */
  readonly replayed: boolean;
}

/**
 * Throws IdempotencyKeyReused when the key stands for another request, and `order.deadline-…` (422). Correct under
 * any number of concurrent requests with one key: one of them creates, the others find its order.
 */
export async function placeOrder(context: OrderContext, command: PlaceOrder): Promise<PlacedOrder> {
  const { request, tenantId, meta } = command;
  const now = context.clock.now();
  const digest = requestDigest(request);
  const base = { tenantId, orderId: context.ids.next(), now };
  const registration = {
    key: sha256(command.requestKey),
    digest,
    expiresAt: new Date(now.getTime() + KEY_LIFETIME_SECONDS * 1000).toISOString(),
  };
  for (let draw = 0; draw < DRAWS; draw++) {
    const detailed = await detailsOrEarlier(context, command, base, registration.key);
    if ("orderId" in detailed) return replay(context, tenantId, detailed, digest);
    const { details, claims } = detailed;
    const event = { type: "order.created", details } as const;
    const order = placedOrder(event);
    const change = orderChange(context, { meta }, order, event);
    const result = await context.orders.create(change, registration, claims);
    if (result.outcome === "created") return { order, replayed: false };
    if (result.outcome === "number-taken") continue;
    return replay(context, tenantId, result, digest);
  }
  throw new AccessionNumbersExhausted();
}

/**
 * What the order is made of. A request that was right when it was made may be wrong when it is repeated: its deadline
 * has passed. So one that is wrong is looked up by its key before it is refused.
 */
async function detailsOrEarlier(
  { orders, ids }: OrderContext,
  { request, tenantId }: PlaceOrder,
  base: DetailsBase,
  key: string,
): Promise<Detailed | RegisteredRequest> {
  try {
    return detailsOf(base, request, ids);
  } catch (error) {
    const earlier = await orders.registered(tenantId, key, base.now);
    if (earlier === undefined) throw error;
    return earlier;
  }
}

async function replay(
  context: OrderContext,
  tenantId: string,
  registered: RegisteredRequest,
  digest: string,
): Promise<PlacedOrder> {
  if (registered.digest !== digest) throw new IdempotencyKeyReused();
  return { order: await acceptedOrder(context, tenantId, registered.orderId), replayed: true };
}

/** The order as its placing answered. What was ordered never changes, so it can be rebuilt. */
export async function acceptedOrder(
  context: Pick<OrderContext, "orders">,
  tenantId: string,
  orderId: string,
): Promise<Order> {
  const order = await context.orders.load(tenantId, orderId);
  if (order === undefined) throw new OrderNotFound();
  return placedOrder({ type: "order.created", details: order.details });
}

/** Tells requests apart. The request has gone through its schema, so its fields are in one order. */
export function requestDigest(request: OrderRequest): string {
  return sha256(JSON.stringify(request));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
