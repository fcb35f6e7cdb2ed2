import { applyCommand } from "./apply-command.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";

/**
 * A person took away the study that fulfilled an order: whether money goes back is for a person to say. Answers
 * whether the order was flagged; one that is being undone, or is in review for that already, is not flagged again.
 */
export async function flagUnlinkedOrder(context: OrderContext, target: OrderTarget): Promise<boolean> {
  const applied = await applyCommand(context, target, { type: "report-unlinked-study" });
  return applied.outcome === "applied";
}
