import { AppError } from "../../errors.ts";
import { OutcomeUnknown } from "../../outcome-unknown.ts";
import type { Carrier } from "../../shipping/carrier.ts";
import { applyCommand } from "../apply-command.ts";
import { decide } from "../decide.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { resultOf, type StepResult, standing } from "./step-result.ts";

/**
 * Hands the goods over, now that they are paid. There is no way back from here: what fails is retried, then
 * reviewed. Throws OutcomeUnknown, and `shipment.release-refused` when the carrier will not take them.
 */
export async function releaseShipment(
  context: OrderContext & { readonly carrier: Carrier },
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  // Asked before the carrier is: what leaves does not come back.
  const may = decide({ type: "record-release" }, stands.order);
  if (may.outcome === "refused") return resultOf({ ...may, order: stands.order });
  const { tenantId, orderId } = target;
  const result = await context.carrier.release({ tenantId, reference: orderId });
  if (result.outcome === "refused") {
    throw new AppError("conflict", "shipment.release-refused", "The carrier does not take the goods.");
  }
  if (result.outcome === "unknown") {
    const found = await context.carrier.findByReference(tenantId, orderId);
    if (found.outcome !== "released") throw new OutcomeUnknown("release shipment");
  }
  return resultOf(await applyCommand(context, target, { type: "record-release" }, stands.order));
}
