import type { EventMeta } from "@accession/events/envelope";
import type { SagaWaker, StudyWaits } from "../matching/study-waits.ts";
import type { Order } from "./order.ts";

/** Ends the wait of an order that a cancel was asked for, so that its run turns round. Repeating it changes nothing. */
export async function wakeForCancel(
  context: { readonly waits: StudyWaits; readonly waker: SagaWaker },
  order: Order,
  meta: EventMeta,
): Promise<void> {
  if (order.progress.status !== "AWAITING_STUDY" || !order.cancelRequested) return;
  const { tenantId, orderId } = order.details;
  const { taskToken } = await context.waits.release(tenantId, orderId, "cancelled", meta);
  if (taskToken !== undefined) await context.waker.abandon(taskToken, "cancelled");
}
