/** State and event to the next state. Total over what `decide` allows; anything else is a bug and throws. */
import type { Order, OrderProgress, Outstanding, UnfinishedProgress } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";

/** The order as it is right after `order.created`. */
export function placedOrder(event: Extract<OrderEvent, { type: "order.created" }>): Order {
  return {
    details: event.details,
    version: 1,
    cancelRequested: false,
    progress: { status: "PENDING" },
  };
}

/** The next version of the order. */
export function evolve(order: Order, event: Exclude<OrderEvent, { type: "order.created" }>): Order {
  return {
    ...order,
    version: order.version + 1,
    cancelRequested: order.cancelRequested || event.type === "order.cancel-requested",
    progress: nextProgress(order.progress, event),
  };
}

function nextProgress(
  progress: OrderProgress,
  event: Exclude<OrderEvent, { type: "order.created" }>,
): OrderProgress {
  switch (event.type) {
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
        ...expect(progress, "SHIPPED"),
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
      return { status: "COMPLETED", payment, shipment };
    }
    case "inventory.refused":
    case "payment.capture-declined":
      return compensating(progress, event.reason, false);
    case "payment.declined":
      return without(compensating(progress, event.reason, false), "payment");
    case "shipment.refused":
      return without(compensating(progress, event.reason, false), "shipment");
    case "order.cancelling":
      return compensating(progress, event.reason, true);
    case "order.cancel-requested":
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
    case "order.failed":
      return { status: "FAILED", reason: event.reason };
    case "order.cancelled":
      return { status: "CANCELLED", reason: event.reason };
    case "order.needs-review":
      return {
        status: "NEEDS_REVIEW",
        reason: event.reason,
        step: event.step,
        before: unfinished(progress),
      };
  }
}

function compensating(progress: OrderProgress, reason: string, cancelled: boolean): OrderProgress {
  return {
    status: "COMPENSATING",
    reason,
    cancelled,
    outstanding: outstandingOf(progress),
  };
}

/**
 * What has to be undone from here. The step that comes next may have run without being recorded, so it counts as
 * possible; a capture that the gateway refused leaves the authorization.
 */
export function outstandingOf(progress: OrderProgress): Outstanding {
  switch (progress.status) {
    case "PENDING":
      return { reservation: "possible" };
    case "RESERVED":
      return { reservation: "held", payment: "possible" };
    case "AUTHORIZED":
      return { reservation: "held", payment: progress.payment, shipment: "possible" };
    case "SHIPPED":
    case "CAPTURING":
      return { reservation: "held", payment: progress.payment, shipment: progress.shipment };
    case "COMPENSATING":
      return progress.outstanding;
    case "NEEDS_REVIEW":
      return outstandingOf(progress.before);
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
      return {};
  }
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

function unfinished(progress: OrderProgress): UnfinishedProgress {
  switch (progress.status) {
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
    case "NEEDS_REVIEW":
      throw new Error(`an order that is ${progress.status} cannot be flagged for review`);
    default:
      return progress;
  }
}
