import { capturePayment } from "../../payments/capture-payment.ts";
import type { PaymentContext } from "../../payments/payment-context.ts";
import { applyCommand } from "../apply-command.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { done, resultOf, type StepResult, standing } from "./step-result.ts";

/**
 * Passes the point of no return, then charges. Only a definite refusal turns the order round. Throws
 * OutcomeUnknown.
 */
export async function captureOrderPayment(
  context: OrderContext & PaymentContext,
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const now = context.clock.now().toISOString();
  const started = await applyCommand(context, target, { type: "start-capture", now }, stands.order);
  if (started.outcome === "refused") {
    if (started.code === "authorization-expired") {
      const refusal = { type: "refuse-capture", reason: "authorization-expired" } as const;
      return resultOf(await applyCommand(context, target, refusal, started.order));
    }
    // The cancel came between reading and writing.
    if (started.code === "cancel-requested") {
      return resultOf(await applyCommand(context, target, { type: "give-up-for-cancel" }, started.order));
    }
    if (started.code !== "already-done") return resultOf(started);
  }
  const { order } = started;
  if (order.progress.status === "CAPTURING" && order.progress.captured) return done(order);
  const payment = await capturePayment(context, target.tenantId, target.orderId, target);
  if (payment.status === "captured") {
    return resultOf(await applyCommand(context, target, { type: "record-capture" }, order));
  }
  const reason = payment.reason ?? "capture-declined";
  return resultOf(await applyCommand(context, target, { type: "refuse-capture", reason }, order));
}
