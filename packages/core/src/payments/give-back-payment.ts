import { AppError, isAppError } from "../errors.ts";
import type { Order } from "../orders/order.ts";
import { OutcomeUnknown } from "../outcome-unknown.ts";
import { capturePayment } from "./capture-payment.ts";
import type { Payment } from "./payment.ts";
import type { PaymentCause, PaymentContext } from "./payment-context.ts";
import { givenBackEvent } from "./payment-events.ts";
import type { RefundResult } from "./payment-gateway.ts";
import { settlePayment } from "./settle-payment.ts";
import { tryOperation } from "./try-operation.ts";
import { voidPayment } from "./void-payment.ts";

type Known = Exclude<RefundResult, { outcome: "unknown" }>;

/**
 * Gives money back that may have been charged: voids an authorization, refunds a charge, whichever the gateway holds.
 * The void comes first, as it refuses a capture that is still on its way. Throws OutcomeUnknown;
 * `payment.refund-refused` when the gateway will not.
 */
export async function giveBackPayment(
  context: PaymentContext,
  order: Order,
  cause: PaymentCause,
): Promise<Payment> {
  const { tenantId, orderId } = order.details;
  const payment = await context.payments.find(tenantId, orderId);
  if (payment?.status === "refunded") return payment;
  if (payment?.status === "captured") return refund(context, payment, cause);
  try {
    return await voidPayment(context, order, cause);
  } catch (error) {
    if (payment === undefined || !isAppError(error) || error.code !== "payment.void-refused") throw error;
    const found = await context.gateway.findByReference(tenantId, payment.paymentId);
    if (found.outcome !== "captured") throw error;
  }
  // It is captured, and nobody recorded it. Asked by the capture's own key the gateway says so, and takes nothing.
  const captured = await capturePayment(context, tenantId, orderId, cause);
  if (captured.status !== "captured") throw new OutcomeUnknown("refund");
  return refund(context, captured, cause);
}

async function refund(context: PaymentContext, payment: Payment, cause: PaymentCause): Promise<Payment> {
  const { known, attemptId } = await tryOperation<Known>(context, payment, {
    name: "refund",
    call: (call) => context.gateway.refund({ ...call, amount: payment.amount }),
    read: (found) => (found.outcome === "refunded" ? { outcome: "refunded" } : undefined),
  });
  if (known.outcome === "declined") {
    throw new AppError("conflict", "payment.refund-refused", "The gateway does not give the charge back.");
  }
  const refunded: Payment = { ...payment, version: payment.version + 1, status: "refunded" };
  const event = givenBackEvent(context, cause.meta, refunded, "refunded");
  const settled = await settlePayment(context, refunded, { attemptId, outcome: "succeeded" }, event);
  if (settled.status !== "refunded") throw new OutcomeUnknown("refund");
  return settled;
}
