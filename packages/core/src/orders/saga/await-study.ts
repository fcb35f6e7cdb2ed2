import type { SagaWaker, StudyWaits } from "../../matching/study-waits.ts";
import { applyCommand, loadOrder } from "../apply-command.ts";
import { imagingOf, proceduresOf } from "../lines.ts";
import type { Order } from "../order.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { standing } from "./step-result.ts";

export interface AwaitContext extends OrderContext {
  readonly waits: StudyWaits;
  readonly waker: SagaWaker;
}

/**
 * Registers what the order expects, with the token of the task that waits. Wakes the task itself when there is
 * nothing to wait for: the step after it looks how the order stands. Whoever links the last study, and whoever ends
 * the wait, wakes it otherwise.
 */
export async function awaitStudy(
  context: AwaitContext,
  target: OrderTarget & { readonly attempt: number },
  taskToken: string,
): Promise<"waiting" | "woken"> {
  const stands = await standing(context, target);
  if ("stop" in stands || !waits(stands.order)) return wake(context, taskToken);
  const { order } = await applyCommand(context, target, { type: "start-waiting" }, stands.order);
  const details = imagingOf(order);
  const state = await context.waits.register({
    tenantId: target.tenantId,
    orderId: target.orderId,
    attempt: target.attempt,
    taskToken,
    procedures: proceduresOf(details),
    deadlineAt: details.deadlineAt,
    meta: target.meta,
  });
  if (state !== "waiting") return wake(context, taskToken);
  // A cancel that came before the registration found nobody to wake; one that comes from now on finds the token.
  const now = await loadOrder(context, target);
  // The token of a later run stays registered: nobody would wake this one.
  const replaced = target.attempt < now.attempt;
  if (waits(now) && !now.cancelRequested && !replaced) return "waiting";
  // What was registered stays: an order that has moved on may have its studies, and one that was undone is closed.
  return wake(context, taskToken);
}

async function wake(context: AwaitContext, taskToken: string): Promise<"woken"> {
  await context.waker.wake(taskToken);
  return "woken";
}

function waits({ progress }: Order): boolean {
  return (
    progress.status === "PENDING" || (progress.status === "AWAITING_STUDY" && progress.studies === "awaited")
  );
}
