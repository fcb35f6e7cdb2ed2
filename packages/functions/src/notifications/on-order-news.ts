/** How an order ended, or that it waits for a person → e-mails and short messages. */
import { notifyOfOrder } from "@accession/core/notifications/notify-of-order";
import { orderCancelled } from "@accession/events/orders/order.cancelled";
import { orderCompleted } from "@accession/events/orders/order.completed";
import { orderFailed } from "@accession/events/orders/order.failed";
import { orderNeedsReview } from "@accession/events/orders/order.needs-review";
import { z } from "zod";
import { notifyContext } from "../runtime/composition-notifications.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const news = z.union([
  orderCompleted.schema,
  orderFailed.schema,
  orderCancelled.schema,
  orderNeedsReview.schema,
]);

export const handler = queueHandler(z.object({ detail: news }), async ({ body: { detail } }) => {
  const { type, tenantId, aggregateId: orderId, aggregateVersion: version } = detail;
  const reason = "reason" in detail.data ? { reason: detail.data.reason } : {};
  const count = await notifyOfOrder(notifyContext(), { type, tenantId, orderId, version, ...reason });
  logger.info("people told of an order", { type, orderId, ...count });
});
