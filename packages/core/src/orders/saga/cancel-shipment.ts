import { AppError } from "../../errors.ts";
import { OutcomeUnknown } from "../../outcome-unknown.ts";
import type { Carrier } from "../../shipping/carrier.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/**
 * Takes the label back, and lets no late one through. Throws OutcomeUnknown, and `shipment.cancel-refused` when
 * the carrier already has the goods.
 */
export function cancelShipment(
  context: OrderContext & { readonly carrier: Carrier },
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "shipment",
    undo: async () => {
      const result = await context.carrier.cancel({ tenantId: target.tenantId, reference: target.orderId });
      if (result.outcome === "unknown") throw new OutcomeUnknown("cancel shipment");
      if (result.outcome === "refused") {
        throw new AppError(
          "conflict",
          "shipment.cancel-refused",
          "The carrier does not cancel the shipment.",
        );
      }
    },
    record: { type: "record-shipment-cancelled" },
  });
}
