import { applyCommand } from "../apply-command.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { type StepResult, stepResult } from "./step-result.ts";

/** Ends an order that is undone, as failed or as cancelled. What is not undone goes to a person. */
export async function failOrder(context: OrderContext, target: OrderTarget): Promise<StepResult> {
  const applied = await applyCommand(context, target, { type: "fail" });
  if (applied.outcome === "applied" || applied.code === "finished") {
    return stepResult("finished", applied.order);
  }
  return stepResult("review", applied.order);
}
