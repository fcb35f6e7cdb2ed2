import type { Order } from "./order.ts";
import type { OrderContext } from "./order-context.ts";
import { OrderNotFound } from "./order-errors.ts";
import type { TimelineEntry } from "./timeline.ts";

export interface OrderWithTimeline {
  readonly order: Order;
  /** Oldest first, up to the order's version. */
  readonly timeline: readonly TimelineEntry[];
}

/** One order with its history. Throws OrderNotFound, for another tenant's order as well. */
export async function getOrder(
  context: Pick<OrderContext, "orders">,
  tenantId: string,
  orderId: string,
): Promise<OrderWithTimeline> {
  const order = await context.orders.load(tenantId, orderId);
  if (order === undefined) throw new OrderNotFound();
  const timeline = await context.orders.timeline(tenantId, orderId);
  // The order may have gone on between the two reads.
  return { order, timeline: timeline.filter((entry) => entry.version <= order.version) };
}
