/** State and event to the next state. Total over what `decide` allows; anything else is a bug and throws. */
import type { RecordedEvent } from "./decision.ts";
import type {
  Authorization,
  Label,
  Order,
  OrderDetails,
  OrderProgress,
  Outstanding,
  ReviewableProgress,
} from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import { outstandingOf } from "./outstanding.ts";

type Kind = OrderDetails["kind"];
/** All but the one that depends on more of the order than its progress. */
type ProgressEvent = Exclude<RecordedEvent, { type: "order.compensating" }>;

/** The order as it is right after `order.created`. */
export function placedOrder(event: Extract<OrderEvent, { type: "order.created" }>): Order {
  return {
    details: event.details,
    version: 1,
    cancelRequested: false,
    attempt: 1,
    deaths: 0,
    progress: { status: "PENDING" },
  };
}

/** The next version of the order. */
export function evolve(order: Order, event: RecordedEvent): Order {
  return {
    ...order,
    version: order.version + 1,
    cancelRequested: order.cancelRequested || event.type === "order.cancel-requested",
    ...nextRun(order, event),
    ...(event.type === "order.needs-review" &&
      event.unlink !== undefined && { unlinks: [...(order.unlinks ?? []), event.unlink] }),
    ...(event.type === "order.resolved" && { resolution: event.resolution }),
    progress:
      event.type === "order.compensating"
        ? undoneByHand(order)
        : nextProgress(order.progress, event, order.details.kind),
  };
}

/** Which run acts, and how many before it died for nothing. A cancel that was asked for is no work of a run. */
function nextRun(order: Order, event: RecordedEvent): Pick<Order, "attempt" | "deaths"> {
  const { attempt, deaths, progress } = order;
  if (event.type === "order.cancel-requested") return { attempt, deaths };
  if (event.type === "order.retried" || event.type === "order.compensating") {
    return { attempt: event.attempt, deaths: 0 };
  }
  if (event.type !== "order.attempt-started") return { attempt, deaths: 0 };
  // A run that waits for studies has nothing to record, however long it lived.
  const waited = progress.status === "AWAITING_STUDY" && progress.studies === "awaited";
  return { attempt: event.attempt, deaths: waited ? deaths : deaths + 1 };
}

function nextProgress(progress: OrderProgress, event: ProgressEvent, kind: Kind): OrderProgress {
  switch (event.type) {
    case "order.awaiting-study":
      return { status: "AWAITING_STUDY", studies: "awaited" };
    case "study.matched":
      return { ...expect(progress, "AWAITING_STUDY"), studies: "linked" };
    case "inventory.reserved":
      return { status: "RESERVED" };
    case "payment.processed":
      return { status: "AUTHORIZED", payment: event.payment };
    case "shipment.created":
      return {
        ...expect(progress, "AUTHORIZED"),
        status: "SHIPPED",
        shipment: event.shipment,
      };
    case "payment.capture-started":
      return {
        ...expect(progress, kind === "goods" ? "SHIPPED" : "AUTHORIZED"),
        status: "CAPTURING",
        captured: false,
        released: false,
      };
    case "payment.captured":
      return { ...expect(progress, "CAPTURING"), captured: true };
    case "shipment.released":
      return { ...expect(progress, "CAPTURING"), released: true };
    case "order.completed": {
      const { payment, shipment } = expect(progress, "CAPTURING");
      return { status: "COMPLETED", payment, ...(shipment !== undefined && { shipment }) };
    }
    case "order.retried":
      return expect(progress, "NEEDS_REVIEW").before;
    case "order.resolved":
      return resolved(expect(progress, "NEEDS_REVIEW").before, event);
    case "inventory.refused":
    case "study.given-up":
    case "payment.capture-declined":
      return compensating(progress, kind, event.reason, false);
    case "payment.declined":
      return without(compensating(progress, kind, event.reason, false), "payment");
    case "shipment.refused":
      return without(compensating(progress, kind, event.reason, false), "shipment");
    case "order.cancelling":
      return compensating(progress, kind, event.reason, true);
    case "order.cancel-requested":
    case "order.attempt-started":
      return progress;
    case "shipment.cancelled":
    case "shipment.closed":
      return without(progress, "shipment");
    case "payment.refunded":
    case "payment.closed":
      return without(progress, "payment");
    case "inventory.released":
    case "inventory.closed":
      return without(progress, "reservation");
    case "studies.released":
    case "studies.closed":
      return without(progress, "studies");
    case "order.failed":
      return { status: "FAILED", reason: event.reason };
    case "order.cancelled":
      return { status: "CANCELLED", reason: event.reason };
    case "order.needs-review":
      return {
        status: "NEEDS_REVIEW",
        reason: event.reason,
        step: event.step,
        before: reviewable(progress),
      };
  }
}

function compensating(
  progress: OrderProgress,
  kind: Kind,
  reason: string,
  cancelled: boolean,
): OrderProgress {
  return {
    status: "COMPENSATING",
    reason,
    cancelled,
    outstanding: outstandingOf(progress, kind),
  };
}

/** A person has it undone, also after the charge. It ends for the reason why it came to review. */
function undoneByHand({ progress, details, cancelRequested }: Order): OrderProgress {
  const { before, reason } = expect(progress, "NEEDS_REVIEW");
  if (before.status === "COMPENSATING") return before;
  const charged = before.status === "CAPTURING" || before.status === "COMPLETED";
  const turned = compensating(before, details.kind, reason, cancelRequested);
  return charged ? { ...expect(turned, "COMPENSATING"), charged } : turned;
}

function resolved(
  before: ReviewableProgress,
  { as, resolution }: Extract<OrderEvent, { type: "order.resolved" }>,
): OrderProgress {
  switch (as) {
    case "completed":
      return { status: "COMPLETED", ...knownPartsOf(before) };
    case "failed":
      return { status: "FAILED", reason: resolution.reason };
    case "cancelled":
      return { status: "CANCELLED", reason: resolution.reason };
  }
}

/** What is known to be authorized and labelled, not what may be. */
function knownPartsOf(before: ReviewableProgress): {
  readonly payment?: Authorization;
  readonly shipment?: Label;
} {
  const parts = before.status === "COMPENSATING" ? before.outstanding : before;
  const payment = "payment" in parts ? parts.payment : undefined;
  const shipment = "shipment" in parts ? parts.shipment : undefined;
  return {
    ...(typeof payment === "object" && { payment }),
    ...(typeof shipment === "object" && { shipment }),
  };
}

function without(progress: OrderProgress, part: keyof Outstanding): OrderProgress {
  const compensation = expect(progress, "COMPENSATING");
  const { [part]: _undone, ...outstanding } = compensation.outstanding;
  return { ...compensation, outstanding };
}

function expect<Status extends OrderProgress["status"]>(
  progress: OrderProgress,
  status: Status,
): Extract<OrderProgress, { status: Status }> {
  if (progress.status !== status)
    throw new Error(`an order is ${progress.status} where ${status} was expected`);
  return progress as Extract<OrderProgress, { status: Status }>;
}

function reviewable(progress: OrderProgress): ReviewableProgress {
  switch (progress.status) {
    case "FAILED":
    case "CANCELLED":
      throw new Error(`an order that is ${progress.status} cannot be flagged for review`);
    case "NEEDS_REVIEW":
      return progress.before;
    default:
      return progress;
  }
}
