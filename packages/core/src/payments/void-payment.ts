import { AppError } from "../errors.ts";
import type { Order } from "../orders/order.ts";
import { OutcomeUnknown } from "../outcome-unknown.ts";
import type { Payment } from "./payment.ts";
import type { PaymentCause, PaymentContext } from "./payment-context.ts";
import { givenBackEvent } from "./payment-events.ts";
import type { VoidResult } from "./payment-gateway.ts";
import { settlePayment } from "./settle-payment.ts";
import { tryOperation } from "./try-operation.ts";

type Known = Exclude<VoidResult, { outcome: "unknown" }>;

/**
 * Gives an authorization back, also one whose outcome is not known, and closes the payment to a late one.
 * Throws OutcomeUnknown; `payment.captured` when the money was charged, which is not this step's to undo;
 * `payment.void-refused` when the gateway will not.
 */
export async function voidPayment(
  context: PaymentContext,
  order: Order,
  cause: PaymentCause,
): Promise<Payment> {
  const { tenantId, orderId, total } = order.details;
  // Without a row nothing was ever asked of the gateway, as the intent comes first: the row alone closes it.
  const payment = await context.payments.ensure({
    tenantId,
    orderId,
    paymentId: context.ids.next(),
    version: 1,
    status: "voided",
    amount: total,
    gateway: context.gateway.name,
  });
  if (payment.status === "voided" || payment.status === "declined") return payment;
  if (payment.status === "captured") {
    throw new AppError("conflict", "payment.captured", "The payment is captured: it cannot be voided.");
  }
  const { known, attemptId } = await tryOperation<Known>(context, payment, {
    name: "void",
    call: (call) => context.gateway.void(call),
    read: (found) => (found.outcome === "voided" ? found : undefined),
  });
  if (known.outcome === "declined") {
    throw new AppError(
      "conflict",
      "payment.void-refused",
      "The gateway does not give the authorization back.",
    );
  }
  const voided: Payment = { ...payment, version: payment.version + 1, status: "voided" };
  const event =
    payment.status === "intended" ? undefined : givenBackEvent(context, cause.meta, voided, "voided");
  const settled = await settlePayment(context, voided, { attemptId, outcome: "succeeded" }, event);
  // An authorize that nobody waits for any more wrote its result in between: voiding again finds that and closes it.
  if (settled.status !== "voided" && settled.status !== "declined") throw new OutcomeUnknown("void");
  return settled;
}
