import type { SagaWaker } from "./study-waits.ts";
import type { WaitEndings, WaitingOrder } from "./wait-endings.ts";

export interface EndWaitContext {
  readonly endings: WaitEndings;
  readonly waker: SagaWaker;
}

/**
 * Wakes the execution of an order whose wait is over. It may be woken twice: the second time changes nothing. What
 * stops this in the middle is repaired by the sweeper. Answers whether there was anybody to wake.
 */
export async function endWait(context: EndWaitContext, order: WaitingOrder): Promise<boolean> {
  const standing = await context.endings.find(order);
  if (standing?.taskToken === undefined || standing.state === "waiting") return false;
  if (standing.state === "linked") await context.waker.wake(standing.taskToken);
  else await context.waker.abandon(standing.taskToken, standing.state);
  await context.endings.confirmWoken(order, standing.taskToken);
  return true;
}
