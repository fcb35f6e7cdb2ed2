import { lookAtOf } from "./look-at.ts";
import type { Order } from "./order.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";
import type { OrderEvent } from "./order-event.ts";
import type { OrderChange } from "./order-store.ts";
import { publishedEvent } from "./published-event.ts";
import { factsOf } from "./timeline.ts";

/** Puts together what one event writes: the new version, its timeline entry, and the envelope to publish. */
export function orderChange(
  context: Pick<OrderContext, "clock" | "ids" | "homeRegion">,
  target: Pick<OrderTarget, "meta" | "attempt">,
  order: Order,
  event: OrderEvent,
): OrderChange {
  const now = context.clock.now();
  const at = now.toISOString();
  const stamp = {
    id: context.ids.next(),
    occurredAt: at,
    homeRegion: context.homeRegion,
    meta: target.meta,
  };
  const lookAt = lookAtOf(order, now);
  const outgoing = publishedEvent(order, event, stamp);
  return {
    order,
    entry: {
      version: order.version,
      type: event.type,
      at,
      status: order.progress.status,
      ...(target.attempt !== undefined && { attempt: target.attempt }),
      meta: target.meta,
      facts: factsOf(event),
    },
    ...(outgoing !== undefined && { outgoing }),
    ...(lookAt !== undefined && { lookAt }),
  };
}
