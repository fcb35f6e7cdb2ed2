/** The events of a payment, from its state after them. Ids, amounts and codes only. */
import type { EventMeta } from "@accession/events/envelope";
import { paymentCaptured } from "@accession/events/payments/payment.captured";
import { paymentDeclined } from "@accession/events/payments/payment.declined";
import { paymentProcessed } from "@accession/events/payments/payment.processed";
import { paymentRefunded } from "@accession/events/payments/payment.refunded";
import type { OutgoingEvent } from "../event-publisher.ts";
import type { Payment } from "./payment.ts";
import type { PaymentContext } from "./payment-context.ts";

type Stamping = Pick<PaymentContext, "ids" | "clock" | "homeRegion">;

export function processedEvent(
  context: Stamping,
  meta: EventMeta,
  payment: Payment,
  authorizedUntil: string,
): OutgoingEvent {
  const { orderId, amount } = payment;
  const data = { orderId, amount, authorizedUntil };
  return {
    source: paymentProcessed.source,
    envelope: paymentProcessed.create({ ...stamp(context, meta, payment), data }),
  };
}

export function capturedEvent(context: Stamping, meta: EventMeta, payment: Payment): OutgoingEvent {
  const { orderId, amount } = payment;
  return {
    source: paymentCaptured.source,
    envelope: paymentCaptured.create({ ...stamp(context, meta, payment), data: { orderId, amount } }),
  };
}

/** `voided` before the charge, `refunded` after it. */
export function givenBackEvent(
  context: Stamping,
  meta: EventMeta,
  payment: Payment,
  how: "voided" | "refunded",
): OutgoingEvent {
  const { orderId, amount } = payment;
  return {
    source: paymentRefunded.source,
    envelope: paymentRefunded.create({
      ...stamp(context, meta, payment),
      data: { orderId, amount, how },
    }),
  };
}

export function declinedEvent(
  context: Stamping,
  meta: EventMeta,
  payment: Payment,
  operation: "authorize" | "capture",
  reason: string,
): OutgoingEvent {
  const { orderId, amount } = payment;
  const data = { orderId, amount, operation, reason };
  return {
    source: paymentDeclined.source,
    envelope: paymentDeclined.create({ ...stamp(context, meta, payment), data }),
  };
}

function stamp(context: Stamping, meta: EventMeta, payment: Payment) {
  return {
    id: context.ids.next(),
    occurredAt: context.clock.now().toISOString(),
    homeRegion: context.homeRegion,
    meta,
    tenantId: payment.tenantId,
    aggregateId: payment.paymentId,
    aggregateVersion: payment.version,
  };
}
