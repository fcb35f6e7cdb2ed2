/** A caller takes an order back, before its point of no return. */
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { SagaWaker, StudyWaits } from "../matching/study-waits.ts";
import { applyCommand } from "./apply-command.ts";
import type { Order } from "./order.ts";
import type { OrderContext, OrderTarget } from "./order-context.ts";
import type { RefusalCode } from "./refusal.ts";
import { wakeForCancel } from "./wake-for-cancel.ts";

/** A closed list: what a caller would write freely could name a patient, and the timeline shows it. */
export const CANCEL_REASONS = ["requested", "duplicate", "not-needed", "wrong-details"] as const;

export const cancelRequestSchema = z.strictObject({
  reason: z.enum(CANCEL_REASONS).default("requested"),
});
export type CancelRequest = z.output<typeof cancelRequestSchema>;

export interface CancelContext extends OrderContext {
  readonly waits: StudyWaits;
  readonly waker: SagaWaker;
}

/**
 * Writes the cancel on the order, and wakes a run that waits for studies; any other run finds it at its next step.
 * Cancelling twice changes nothing. Throws OrderNotFound, and `order.cancel-…` (409) with why it is too late.
 * When the run cannot be woken the cancel holds all the same: `unwoken` has the error, and the sweeper wakes it.
 */
export async function cancelOrder(
  context: CancelContext,
  target: OrderTarget,
  request: CancelRequest,
): Promise<{ readonly order: Order; readonly unwoken?: unknown }> {
  const applied = await applyCommand(context, target, { type: "request-cancel", reason: request.reason });
  if (applied.outcome === "refused" && applied.code !== "already-done") throw refusalError(applied.code);
  try {
    await wakeForCancel(context, applied.order, target.meta);
    return { order: applied.order };
  } catch (unwoken) {
    return { order: applied.order, unwoken };
  }
}

const TELLING: Partial<Record<RefusalCode, readonly [code: string, message: string]>> = {
  "too-late": ["too-late", "The order is past its point of no return: it is being charged, or was."],
  finished: ["finished", "The order has ended."],
  compensating: ["compensating", "The order has failed and is being undone."],
  "in-review": ["in-review", "The order waits for a person's decision."],
};

function refusalError(refusal: RefusalCode): AppError {
  const telling = TELLING[refusal];
  if (telling === undefined) throw new Error(`a cancel was refused as ${refusal}`);
  return new AppError("conflict", `order.cancel-${telling[0]}`, telling[1]);
}
