/** When somebody has to look whether an order still gets on. */
import type { Order } from "./order.ts";
import { isFinished } from "./refusal.ts";

/** Longer than the pauses between the tries of one step, and than a message takes to come again. */
const MOVING_SECONDS = 300;
/** A wait for studies takes days; who ends it wakes the run. */
const WAITING_SECONDS = 3600;
/** Whoever cancelled wakes the run at once, unless it died in between. */
const CANCELLING_SECONDS = 60;

/** ISO 8601 UTC, or undefined when nobody has to: the order has ended, or a person has it. */
export function lookAtOf(order: Order, now: Date): string | undefined {
  const { progress } = order;
  if (isFinished(progress) || progress.status === "NEEDS_REVIEW") return undefined;
  return new Date(now.getTime() + secondsUntil(order) * 1000).toISOString();
}

function secondsUntil({ progress, cancelRequested }: Order): number {
  if (progress.status !== "AWAITING_STUDY" || progress.studies === "linked") return MOVING_SECONDS;
  return cancelRequested ? CANCELLING_SECONDS : WAITING_SECONDS;
}
