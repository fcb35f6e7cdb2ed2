import { applyCommand, loadOrder } from "../apply-command.ts";
import type { Order, Outstanding } from "../order.ts";
import type { OrderCommand } from "../order-command.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { done, resultOf, type StepResult } from "./step-result.ts";

/**
 * The frame of a step backwards: only an order that is being undone is undone, `undo` runs when the part may
 * have been done, and that it is undone is recorded. Undoing twice is harmless.
 */
export async function compensate(
  context: OrderContext,
  target: OrderTarget,
  step: {
    readonly part: keyof Outstanding;
    readonly undo: (order: Order) => Promise<void>;
    readonly record: OrderCommand;
    /** Left as it is while goods that were paid for may be with the carrier: money or stock would be given twice. */
    readonly onlyOnceNothingLeft?: true;
  },
): Promise<StepResult> {
  const order = await loadOrder(context, target);
  if (order.progress.status !== "COMPENSATING")
    return resultOf({ outcome: "refused", code: "finished", order });
  if (order.progress.outstanding[step.part] === undefined) return done(order);
  if (step.onlyOnceNothingLeft === true && mayHaveLeft(order)) return done(order);
  await step.undo(order);
  await applyCommand(context, target, step.record, order);
  return done(order);
}

/** Goods leave only after the charge, and the carrier has not said that it cancelled them. */
function mayHaveLeft({ progress }: Order): boolean {
  return (
    progress.status === "COMPENSATING" &&
    progress.charged === true &&
    progress.outstanding.shipment !== undefined
  );
}
