import { authorizePayment } from "../../payments/authorize-payment.ts";
import type { PaymentContext } from "../../payments/payment-context.ts";
import { applyCommand } from "../apply-command.ts";
import { decide } from "../decide.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { resultOf, type StepResult, standing } from "./step-result.ts";

/** Authorizes the order's total. Throws OutcomeUnknown: the state machine then runs the step again. */
export async function processPayment(
  context: OrderContext & PaymentContext,
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const { order } = stands;
  // Asked before the gateway is: an order whose studies are not there is not paid for.
  const may = decide({ type: "record-decline", reason: "unused" }, order);
  if (may.outcome === "refused") return resultOf({ ...may, order });
  const payment = await authorizePayment(context, order, target);
  if (payment.authorizedUntil !== undefined && payment.status === "authorized") {
    const { paymentId, authorizedUntil } = payment;
    const command = { type: "record-authorization", payment: { paymentId, authorizedUntil } } as const;
    return resultOf(await applyCommand(context, target, command, order));
  }
  const reason = payment.reason ?? "payment-given-up";
  return resultOf(await applyCommand(context, target, { type: "record-decline", reason }, order));
}
