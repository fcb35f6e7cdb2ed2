import { applyCommand } from "./apply-command.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";

/**
 * A person took away the study that fulfilled an order: whether money goes back is for a person to say. Answers
 * whether the order was flagged; one that is being undone, is in review for that already, or was for this `study.unmatched`, is not flagged again.
 */
export async function flagUnlinkedOrder(
  context: OrderContext,
  target: OrderTarget,
  eventId: string,
): Promise<boolean> {
  const applied = await applyCommand(context, target, { type: "report-unlinked-study", eventId });
  return applied.outcome === "applied";
}
