import { applyCommand, loadOrder } from "../apply-command.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { type StepResult, stepResult } from "./step-result.ts";

/** Leaves the order to a person, with the step that got stuck and why. */
export async function flagForReview(
  context: OrderContext,
  target: OrderTarget,
  stuck: { readonly step: string; readonly reason: string },
): Promise<StepResult> {
  const order = await loadOrder(context, target);
  // A later run goes on with it, perhaps by a person's decision.
  if (target.attempt !== undefined && target.attempt < order.attempt) return stepResult("finished", order);
  const applied = await applyCommand(context, target, { type: "flag-for-review", ...stuck }, order);
  const { status } = applied.order.progress;
  return stepResult(status === "NEEDS_REVIEW" ? "review" : "finished", applied.order);
}
