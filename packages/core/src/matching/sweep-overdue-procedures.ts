import type { Clock } from "../clock.ts";
import { type EndWaitContext, endWait } from "./end-wait.ts";
import type { StudyWaits } from "./study-waits.ts";
import type { WaitingOrder } from "./wait-endings.ts";

export interface SweepOverdueContext extends EndWaitContext {
  readonly waits: StudyWaits;
  readonly clock: Clock;
}

export interface SweepOverdueReport {
  readonly expired: number;
  readonly woken: number;
}

const AT_MOST = 200;
const ACTOR = "sweep-overdue-procedures";

/**
 * Releases the orders that are past their deadline, and wakes every execution whose wait is over and that was not seen
 * to wake. An order that fails does not hold up those behind it: the first error is thrown when all have had their turn.
 */
export async function sweepOverdueProcedures(
  context: SweepOverdueContext,
  causationId: string,
): Promise<SweepOverdueReport> {
  let expired = 0;
  let woken = 0;
  const errors: unknown[] = [];
  for (const order of await context.endings.due(context.clock.now(), AT_MOST)) {
    try {
      if (await expire(context, order, causationId)) expired += 1;
      if (await endWait(context, order)) woken += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return { expired, woken };
}

/** The deadline is looked at again: the order may have registered anew, or been fulfilled, since it was found. */
async function expire(
  context: SweepOverdueContext,
  order: WaitingOrder,
  causationId: string,
): Promise<boolean> {
  const standing = await context.endings.find(order);
  if (standing?.state !== "waiting") return false;
  if (new Date(standing.deadlineAt) > context.clock.now()) return false;
  await context.waits.release(order.tenantId, order.orderId, "expired", {
    correlationId: standing.correlationId,
    causationId,
    actor: ACTOR,
  });
  return true;
}
