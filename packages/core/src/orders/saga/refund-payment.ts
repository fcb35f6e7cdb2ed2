import type { PaymentContext } from "../../payments/payment-context.ts";
import { voidPayment } from "../../payments/void-payment.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/** Gives the authorization back; before the capture nothing was charged, so nothing has to be refunded. */
export function refundPayment(
  context: OrderContext & PaymentContext,
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "payment",
    undo: async (order) => {
      await voidPayment(context, order, target);
    },
    record: { type: "record-payment-refunded" },
  });
}
