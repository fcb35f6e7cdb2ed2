/** What a step of the saga answers: data that the state machine chooses by. A fault is thrown instead. */
import type { OrderKind } from "@accession/events/orders/order-kind";
import type { Applied } from "../apply-command.ts";
import { applyCommand, loadOrder } from "../apply-command.ts";
import type { Order } from "../order.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";

/**
 * `done`: go on. `waiting`: the studies are not all there, wait again. `compensate`: undo what was done, from the
 * order's record. `review`: a person decides. `finished`: there is nothing to do, as the order has ended or a later
 * run goes on with it.
 */
export type StepOutcome = "done" | "waiting" | "compensate" | "review" | "finished";

export interface StepResult {
  readonly outcome: StepOutcome;
  /** Goods and imaging take different ways. */
  readonly kind: OrderKind;
}

export function stepResult(outcome: StepOutcome, order: Order): StepResult {
  return { outcome, kind: order.details.kind };
}

export const done = (order: Order): StepResult => stepResult("done", order);

/** The order, or why a forward step has nothing to do. */
export type Standing = { readonly order: Order } | { readonly stop: StepResult };

/**
 * The order, when a forward step may act on it; else why not. A cancel that was asked for before the point of
 * no return turns the order round here, and a run that another one replaced stops.
 */
export async function standing(context: OrderContext, target: OrderTarget): Promise<Standing> {
  const order = await loadOrder(context, target);
  if (target.attempt !== undefined && target.attempt < order.attempt) {
    return { stop: stepResult("finished", order) };
  }
  if (!order.cancelRequested) return whereItStands(order);
  const applied = await applyCommand(context, target, { type: "give-up-for-cancel" }, order);
  return whereItStands(applied.order);
}

function whereItStands(order: Order): Standing {
  switch (order.progress.status) {
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
      return { stop: stepResult("finished", order) };
    case "COMPENSATING":
      return { stop: stepResult("compensate", order) };
    case "NEEDS_REVIEW":
      return { stop: stepResult("review", order) };
    default:
      return { order };
  }
}

/** What follows from having recorded the step, or from not having been allowed to. */
export function resultOf(applied: Applied): StepResult {
  if (applied.outcome === "refused" && (applied.code === "too-early" || applied.code === "other-kind")) {
    throw new Error(`an order that is ${applied.order.progress.status} is not ready for this step`);
  }
  const stands = whereItStands(applied.order);
  return "stop" in stands ? stands.stop : done(applied.order);
}
