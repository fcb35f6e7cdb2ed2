/** Whether another run of the saga may go on with an order whose run died. */
import { type Decision, event, refused } from "./decision.ts";
import type { Order } from "./order.ts";
import { isFinished } from "./refusal.ts";

/** So many runs in a row may die without getting the order on; then a person looks. */
export const MAX_DEATHS = 5;

export function decideAttempt(order: Order, attempt: number): Decision {
  const { progress } = order;
  if (isFinished(progress)) return refused("finished");
  if (progress.status === "NEEDS_REVIEW") return refused("in-review");
  if (attempt <= order.attempt) return refused("already-done");
  if (order.deaths >= MAX_DEATHS) {
    return event({ type: "order.needs-review", step: "OrderSaga", reason: "saga-keeps-dying" });
  }
  return event({ type: "order.attempt-started", attempt });
}
