/** payment.processed, .captured, .refunded, .declined → how the order's payment stands. */
import { paymentViewOf } from "@accession/core/orders/payment-view";
import { paymentCaptured } from "@accession/events/payments/payment.captured";
import { paymentDeclined } from "@accession/events/payments/payment.declined";
import { paymentProcessed } from "@accession/events/payments/payment.processed";
import { paymentRefunded } from "@accession/events/payments/payment.refunded";
import { z } from "zod";
import { paymentViews } from "../runtime/composition-orders.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const news = z.union([
  paymentProcessed.schema,
  paymentCaptured.schema,
  paymentDeclined.schema,
  paymentRefunded.schema,
]);

export const handler = queueHandler(z.object({ detail: news }), async ({ body: { detail } }) => {
  await paymentViews().put(detail.tenantId, detail.data.orderId, paymentViewOf(detail));
});
