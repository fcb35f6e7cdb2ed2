import type { InventoryStore } from "../../inventory/inventory-store.ts";
import { applyCommand } from "../apply-command.ts";
import { quantitiesBySku } from "../lines.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { done, resultOf, type StepResult, standing } from "./step-result.ts";

/** Holds the stock of all lines, or of none. The first step of every order. */
export async function reserveInventory(
  context: OrderContext & { readonly inventory: InventoryStore },
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const { details, progress } = stands.order;
  // An imaging order has nothing to hold; the answer's kind says where it goes from here.
  if (progress.status !== "PENDING" || details.kind === "imaging") return done(stands.order);
  const { tenantId, orderId, lines } = details;
  const at = context.clock.now().toISOString();
  const result = await context.inventory.reserve({ tenantId, orderId, lines: quantitiesBySku(lines), at });
  const record = (command: Parameters<typeof applyCommand>[2]) =>
    applyCommand(context, target, command, stands.order).then(resultOf);
  switch (result.outcome) {
    case "held":
      return record({ type: "record-reservation" });
    case "out-of-stock":
      return record({ type: "refuse-reservation", reason: "out-of-stock", skus: result.skus });
    case "released":
      return record({ type: "refuse-reservation", reason: "reservation-released", skus: [] });
  }
}
