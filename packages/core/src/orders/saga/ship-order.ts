import { OutcomeUnknown } from "../../outcome-unknown.ts";
import type { Carrier, LabelResult } from "../../shipping/carrier.ts";
import { applyCommand } from "../apply-command.ts";
import { goodsOf } from "../lines.ts";
import type { Order } from "../order.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { done, resultOf, type StepResult, standing } from "./step-result.ts";

/** How often the carrier is asked in one run of the step. */
const TRIES = 2;

/** Gets a label for the goods, which leave only after the charge. Throws OutcomeUnknown. */
export async function shipOrder(
  context: OrderContext & { readonly carrier: Carrier },
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const { order } = stands;
  if (order.progress.status !== "AUTHORIZED") return done(order);
  const label = await createLabel(context.carrier, order);
  switch (label.outcome) {
    case "created": {
      const shipment = { shipmentReference: label.shipmentReference };
      return resultOf(await applyCommand(context, target, { type: "record-label", shipment }, order));
    }
    case "refused":
      return resultOf(
        await applyCommand(context, target, { type: "refuse-shipment", reason: label.reason }, order),
      );
  }
}

async function createLabel(
  carrier: Carrier,
  order: Order,
): Promise<Exclude<LabelResult, { outcome: "unknown" }>> {
  const { tenantId, orderId, shipTo, lines } = goodsOf(order);
  const parcel = {
    destination: "addressReference" in shipTo ? shipTo.addressReference : shipTo.country,
    pieces: lines.reduce((sum, line) => sum + line.quantity, 0),
  };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const result = await carrier.createLabel({ tenantId, reference: orderId, parcel });
    if (result.outcome !== "unknown") return result;
  }
  const found = await carrier.findByReference(tenantId, orderId);
  if (found.outcome === "labelled") return { outcome: "created", shipmentReference: found.shipmentReference };
  if (found.outcome === "refused") return found;
  throw new OutcomeUnknown("create label");
}
