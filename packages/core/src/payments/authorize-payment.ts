import type { Order } from "../orders/order.ts";
import type { Payment } from "./payment.ts";
import type { PaymentCause, PaymentContext } from "./payment-context.ts";
import { declinedEvent, processedEvent } from "./payment-events.ts";
import type { AuthorizeResult, GatewayPayment } from "./payment-gateway.ts";
import { settlePayment } from "./settle-payment.ts";
import { tryOperation } from "./try-operation.ts";

type Known = Exclude<AuthorizeResult, { outcome: "unknown" }>;

/**
 * Authorizes an order's total, once: an authorization that is recorded is not asked for again. The payment
 * comes back as authorized, declined, or voided when it was given up before. Throws OutcomeUnknown.
 */
export async function authorizePayment(
  context: PaymentContext,
  order: Order,
  cause: PaymentCause,
): Promise<Payment> {
  const { tenantId, orderId, total, paymentToken } = order.details;
  const payment = await context.payments.ensure({
    tenantId,
    orderId,
    paymentId: context.ids.next(),
    version: 1,
    status: "intended",
    amount: total,
    gateway: context.gateway.name,
  });
  if (payment.status !== "intended") return payment;
  const { known, attemptId } = await tryOperation<Known>(context, payment, {
    name: "authorize",
    call: (call) => context.gateway.authorize({ ...call, amount: payment.amount, token: paymentToken }),
    read: readAuthorization,
  });
  const version = payment.version + 1;
  if (known.outcome === "declined") {
    const declined: Payment = { ...payment, version, status: "declined", reason: known.reason };
    const event = declinedEvent(context, cause.meta, declined, "authorize", known.reason);
    return settlePayment(context, declined, { attemptId, outcome: "declined" }, event);
  }
  const { authorizedUntil } = known;
  const authorized: Payment = { ...payment, version, status: "authorized", authorizedUntil };
  const event = processedEvent(context, cause.meta, authorized, authorizedUntil);
  return settlePayment(context, authorized, { attemptId, outcome: "succeeded" }, event);
}

function readAuthorization(found: GatewayPayment): Known | undefined {
  if (found.outcome === "authorized" || found.outcome === "captured") {
    return { outcome: "authorized", authorizedUntil: found.authorizedUntil };
  }
  return found.outcome === "declined" ? found : undefined;
}
