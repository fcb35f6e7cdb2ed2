import type { InventoryStore } from "../../inventory/inventory-store.ts";
import { applyCommand } from "../apply-command.ts";
import { decide } from "../decide.ts";
import { quantitiesBySku } from "../lines.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { resultOf, type StepResult, standing } from "./step-result.ts";

/** Takes the goods that left out of the stock, if it was about goods, and ends the order. */
export async function completeOrder(
  context: OrderContext & { readonly inventory: InventoryStore },
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const may = decide({ type: "complete" }, stands.order);
  if (may.outcome === "refused") return resultOf({ ...may, order: stands.order });
  const { details } = stands.order;
  if (details.kind === "goods") {
    const { tenantId, orderId, lines } = details;
    const at = context.clock.now().toISOString();
    await context.inventory.fulfil({ tenantId, orderId, lines: quantitiesBySku(lines), at });
  }
  return resultOf(await applyCommand(context, target, { type: "complete" }, stands.order));
}
