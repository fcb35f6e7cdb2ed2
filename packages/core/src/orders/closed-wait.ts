import type { EventMeta } from "@accession/events/envelope";
import type { ClosedWait } from "../matching/study-waits.ts";
import { imagingOf, proceduresOf } from "./lines.ts";
import type { Order } from "./order.ts";

/** What an imaging order has to be closed to: it waits no more, and no run of it ever will. */
export function closedWaitOf(order: Order, meta: EventMeta): ClosedWait {
  const details = imagingOf(order);
  const { tenantId, orderId, deadlineAt } = details;
  return {
    tenantId,
    orderId,
    attempt: order.attempt,
    procedures: proceduresOf(details),
    deadlineAt,
    meta,
  };
}
