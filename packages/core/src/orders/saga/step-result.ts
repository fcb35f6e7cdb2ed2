/** What a step of the saga answers: data that the state machine chooses by. A fault is thrown instead. */
import type { Applied } from "../apply-command.ts";
import { applyCommand, loadOrder } from "../apply-command.ts";
import type { Order } from "../order.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";

/**
 * `done`: go on. `compensate`: undo what was done, from the order's record. `review`: a person decides.
 * `finished`: the order has ended, there is nothing to do.
 */
export type StepOutcome = "done" | "compensate" | "review" | "finished";

export interface StepResult {
  readonly outcome: StepOutcome;
}

export const DONE: StepResult = { outcome: "done" };

/**
 * The order, when a forward step may act on it; else why not. A cancel that was asked for before the point of
 * no return turns the order round here.
 */
export async function standing(
  context: OrderContext,
  target: OrderTarget,
): Promise<{ readonly order: Order } | { readonly stop: StepResult }> {
  const order = await loadOrder(context, target);
  if (!order.cancelRequested) return whereItStands(order);
  const applied = await applyCommand(context, target, { type: "give-up-for-cancel" }, order);
  return whereItStands(applied.order);
}

function whereItStands(order: Order): { readonly order: Order } | { readonly stop: StepResult } {
  switch (order.progress.status) {
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
      return { stop: { outcome: "finished" } };
    case "COMPENSATING":
      return { stop: { outcome: "compensate" } };
    case "NEEDS_REVIEW":
      return { stop: { outcome: "review" } };
    default:
      return { order };
  }
}

/** What follows from having recorded the step, or from not having been allowed to. */
export function resultOf(applied: Applied): StepResult {
  if (applied.outcome === "refused" && applied.code === "too-early") {
    throw new Error(`an order that is ${applied.order.progress.status} is not ready for this step`);
  }
  const stands = whereItStands(applied.order);
  return "stop" in stands ? stands.stop : DONE;
}
