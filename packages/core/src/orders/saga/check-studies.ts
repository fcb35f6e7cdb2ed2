import type { StudyWaits } from "../../matching/study-waits.ts";
import { applyCommand } from "../apply-command.ts";
import type { OrderContext, OrderTarget } from "../order-context.ts";
import { done, resultOf, type StepResult, standing, stepResult } from "./step-result.ts";

/** Looks how the wait stands, however it ended: a task that was woken, failed or ran out of time says nothing. */
export async function checkStudies(
  context: OrderContext & { readonly waits: StudyWaits },
  target: OrderTarget,
): Promise<StepResult> {
  const stands = await standing(context, target);
  if ("stop" in stands) return stands.stop;
  const { order } = stands;
  if (order.progress.status === "PENDING") return stepResult("waiting", order);
  if (order.progress.status !== "AWAITING_STUDY" || order.progress.studies === "linked") return done(order);
  const state = await context.waits.settle(target.tenantId, target.orderId);
  switch (state) {
    case "waiting":
      return stepResult("waiting", order);
    case "linked":
      return resultOf(await applyCommand(context, target, { type: "record-studies-matched" }, order));
    case "expired":
    case "cancelled": {
      const reason = state === "expired" ? "study-overdue" : "study-wait-cancelled";
      return resultOf(await applyCommand(context, target, { type: "give-up-waiting", reason }, order));
    }
  }
}
