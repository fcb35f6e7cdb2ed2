/** What a person may decide about an order that needs one: go on, undo it, or say how it ended. */
import { type Decision, event, refused } from "./decision.ts";
import type { Order, Outstanding, ReviewableProgress } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import { outstandingOf } from "./outstanding.ts";
import type { Resolution } from "./review-decision.ts";

type ReviewCommand = Extract<OrderCommand, { type: "retry-review" | "compensate-review" | "resolve-review" }>;

export function decideReview(command: ReviewCommand, order: Order): Decision {
  const { progress } = order;
  if (progress.status !== "NEEDS_REVIEW") return refused("not-in-review");
  const { before } = progress;
  const next = { attempt: order.attempt + 1, reason: command.reason };
  switch (command.type) {
    case "retry-review":
      // It was fulfilled and charged: there is no step left to try.
      return before.status === "COMPLETED" ? refused("finished") : event({ type: "order.retried", ...next });
    case "compensate-review":
      return goodsLeft(order, before) ? refused("too-late") : event({ type: "order.compensating", ...next });
    case "resolve-review":
      return resolve(command, order, before);
  }
}

function resolve(
  { as, reason, note }: Extract<ReviewCommand, { type: "resolve-review" }>,
  order: Order,
  before: ReviewableProgress,
): Decision {
  const outstanding = outstandingOf(before, order.details.kind);
  if (as === "completed" && nothingDone(before, outstanding)) return refused("too-early");
  const stock = stockAfter(order, before, outstanding, as === "completed");
  const resolution: Resolution = {
    reason,
    ...(note !== undefined && { note }),
    ...(stock !== undefined && { stock }),
    ...(as !== "completed" && outstanding.studies !== undefined && { studies: "back" }),
  };
  return event({
    type: "order.resolved",
    as,
    resolution,
    ...(as === "completed" && before.status === "COMPLETED" && { again: true }),
  });
}

/** Nothing is held, and no study is there: whatever a person did elsewhere, it was not this order. */
function nothingDone(before: ReviewableProgress, outstanding: Outstanding): boolean {
  if (before.status === "COMPENSATING") {
    return outstanding.reservation === "possible" || outstanding.studies === "possible";
  }
  return before.status === "PENDING" || (before.status === "AWAITING_STUDY" && before.studies === "awaited");
}

/** Goods that left took their stock with them, however the order ended. */
function stockAfter(
  order: Order,
  before: ReviewableProgress,
  { reservation }: Outstanding,
  completed: boolean,
): Resolution["stock"] {
  if (reservation === undefined) return undefined;
  return completed || goodsLeft(order, before) ? "left" : "back";
}

/** What the carrier has taken does not come back by a step of ours. */
function goodsLeft({ details }: Order, before: ReviewableProgress): boolean {
  if (details.kind !== "goods") return false;
  return before.status === "COMPLETED" || (before.status === "CAPTURING" && before.released);
}
