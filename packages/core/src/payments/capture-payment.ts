import { AppError } from "../errors.ts";
import type { Payment } from "./payment.ts";
import type { PaymentCause, PaymentContext } from "./payment-context.ts";
import { capturedEvent, declinedEvent } from "./payment-events.ts";
import type { CaptureResult } from "./payment-gateway.ts";
import { settlePayment } from "./settle-payment.ts";
import { tryOperation } from "./try-operation.ts";

type Known = Exclude<CaptureResult, { outcome: "unknown" }>;

/**
 * Charges what was authorized, once. The payment comes back as captured or capture-declined.
 * Throws OutcomeUnknown, and `payment.not-authorized` for a payment that is not there to be captured.
 */
export async function capturePayment(
  context: PaymentContext,
  tenantId: string,
  orderId: string,
  cause: PaymentCause,
): Promise<Payment> {
  const payment = await context.payments.find(tenantId, orderId);
  if (payment?.status === "captured" || payment?.status === "capture-declined") return payment;
  if (payment?.status !== "authorized") {
    throw new AppError("conflict", "payment.not-authorized", "There is no authorization to capture.");
  }
  const { known, attemptId } = await tryOperation<Known>(context, payment, {
    name: "capture",
    call: (call) => context.gateway.capture({ ...call, amount: payment.amount }),
    // A gateway that shows the payment as still authorized has not said that it will not capture it.
    read: (found) => (found.outcome === "captured" ? { outcome: "captured" } : undefined),
  });
  const version = payment.version + 1;
  if (known.outcome === "declined") {
    const declined: Payment = { ...payment, version, status: "capture-declined", reason: known.reason };
    const event = declinedEvent(context, cause.meta, declined, "capture", known.reason);
    return settlePayment(context, declined, { attemptId, outcome: "declined" }, event);
  }
  const captured: Payment = { ...payment, version, status: "captured" };
  return settlePayment(
    context,
    captured,
    { attemptId, outcome: "succeeded" },
    capturedEvent(context, cause.meta, captured),
  );
}
