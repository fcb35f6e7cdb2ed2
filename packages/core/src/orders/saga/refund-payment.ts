import { giveBackPayment } from "../../payments/give-back-payment.ts";
import type { PaymentContext } from "../../payments/payment-context.ts";
import { voidPayment } from "../../payments/void-payment.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/**
 * Gives the authorization back; before the capture nothing was charged. What may have been charged is paid back only
 * when a person had the order undone.
 */
export function refundPayment(
  context: OrderContext & PaymentContext,
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "payment",
    undo: async (order) => {
      const { progress } = order;
      const charged = progress.status === "COMPENSATING" && progress.charged === true;
      await (charged ? giveBackPayment : voidPayment)(context, order, target);
    },
    onlyOnceNothingLeft: true,
    record: { type: "record-payment-refunded" },
  });
}
