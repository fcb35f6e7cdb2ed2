import type { InventoryStore } from "../../inventory/inventory-store.ts";
import { goodsOf, quantitiesBySku } from "../lines.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { compensate } from "./compensation.ts";
import type { StepResult } from "./step-result.ts";

/** Gives held stock back, and leaves the tombstone that refuses a reserve which comes late. */
export function releaseInventory(
  context: OrderContext & { readonly inventory: InventoryStore },
  target: OrderTarget,
): Promise<StepResult> {
  return compensate(context, target, {
    part: "reservation",
    undo: async (order) => {
      const { tenantId, orderId, lines } = goodsOf(order);
      const at = context.clock.now().toISOString();
      await context.inventory.release({ tenantId, orderId, lines: quantitiesBySku(lines), at });
    },
    onlyOnceNothingLeft: true,
    record: { type: "record-inventory-released" },
  });
}
