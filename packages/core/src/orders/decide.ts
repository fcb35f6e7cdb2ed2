/** Command and state to an event, or to the reason why not. Pure: the time comes with the command. */
import type { Order, OrderProgress, Outstanding } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import type { OrderEvent } from "./order-event.ts";

/** Why a command changes nothing. */
export type RefusalCode =
  /** The order is already past what the command would record: the step was done before. */
  | "already-done"
  /** The order is being undone: nothing forward is recorded any more. */
  | "compensating"
  /** A cancel was asked for before the point of no return: the order has to be undone instead. */
  | "cancel-requested"
  /** The order has ended. */
  | "finished"
  /** A person has to decide first. */
  | "in-review"
  /** The authorization has ended: nothing may be captured. */
  | "authorization-expired"
  /** A cancel came after the point of no return. */
  | "too-late"
  /** Something that was done is not undone yet, so the order cannot end. */
  | "outstanding"
  /** The order has not come so far. */
  | "too-early";

/** An event of an order that exists. */
type RecordedEvent = Exclude<OrderEvent, { type: "order.created" }>;

export type Decision =
  | {
      readonly outcome: "event";
      readonly event: Exclude<OrderEvent, { type: "order.created" }>;
    }
  | { readonly outcome: "refused"; readonly code: RefusalCode };

export function decide(command: OrderCommand, order: Order): Decision {
  const { progress } = order;
  switch (command.type) {
    case "record-reservation":
      return forward(order, "PENDING", { type: "inventory.reserved" });
    case "refuse-reservation":
      return backward(order, "PENDING", {
        type: "inventory.refused",
        reason: command.reason,
        skus: command.skus,
      });
    case "record-authorization":
      return forward(order, "RESERVED", {
        type: "payment.processed",
        payment: command.payment,
      });
    case "record-decline":
      return backward(order, "RESERVED", {
        type: "payment.declined",
        reason: command.reason,
      });
    case "record-label":
      return forward(order, "AUTHORIZED", {
        type: "shipment.created",
        shipment: command.shipment,
      });
    case "refuse-shipment":
      return backward(order, "AUTHORIZED", {
        type: "shipment.refused",
        reason: command.reason,
      });
    case "start-capture":
      if (
        progress.status === "SHIPPED" &&
        command.now >= progress.payment.authorizedUntil &&
        !order.cancelRequested
      ) {
        return refused("authorization-expired");
      }
      return forward(order, "SHIPPED", { type: "payment.capture-started" });
    case "record-capture":
      if (progress.status === "CAPTURING" && progress.captured) return refused("already-done");
      return pastThePivot(progress, { type: "payment.captured" });
    case "refuse-capture":
      // Also before the pivot: an authorization that ended is refused without asking the gateway.
      if (progress.status === "CAPTURING" && progress.captured) return refused("already-done");
      if (progress.status === "CAPTURING" || progress.status === "SHIPPED") {
        return event({
          type: "payment.capture-declined",
          reason: command.reason,
        });
      }
      return refused(refusalOf(progress, "SHIPPED"));
    case "record-release":
      if (progress.status === "CAPTURING" && progress.released) return refused("already-done");
      if (progress.status === "CAPTURING" && !progress.captured) return refused("too-early");
      return pastThePivot(progress, { type: "shipment.released" });
    case "complete":
      if (progress.status === "CAPTURING" && !(progress.captured && progress.released))
        return refused("too-early");
      return pastThePivot(progress, { type: "order.completed" });
    case "request-cancel":
      return requestCancel(order, command.reason);
    case "give-up-for-cancel":
      if (!order.cancelRequested || POSITION[progress.status] >= POSITION.CAPTURING) {
        return refused(refusalOf(progress, "CAPTURING"));
      }
      return event({ type: "order.cancelling", reason: "cancelled" });
    case "record-shipment-cancelled":
      return undone(progress, "shipment", (shipment) =>
        shipment === "possible" ? { type: "shipment.closed" } : { type: "shipment.cancelled", shipment },
      );
    case "record-payment-refunded":
      return undone(progress, "payment", (payment) => ({
        type: payment === "possible" ? "payment.closed" : "payment.refunded",
      }));
    case "record-inventory-released":
      return undone(progress, "reservation", (reservation) => ({
        type: reservation === "possible" ? "inventory.closed" : "inventory.released",
      }));
    case "fail":
      return fail(progress);
    case "flag-for-review":
      if (isFinished(progress)) return refused("finished");
      if (progress.status === "NEEDS_REVIEW") return refused("in-review");
      return event({
        type: "order.needs-review",
        step: command.step,
        reason: command.reason,
      });
  }
}

/** A step forward before the pivot: from one state only, and not once a cancel was asked for. */
function forward(order: Order, from: OrderProgress["status"], next: RecordedEvent): Decision {
  if (order.progress.status !== from) return refused(refusalOf(order.progress, from));
  // The step's effect may have happened: it is recorded, and the next step finds the cancel.
  if (order.cancelRequested && next.type === "payment.capture-started") return refused("cancel-requested");
  return event(next);
}

/** A definite failure of a step: the order starts to be undone. */
function backward(order: Order, from: OrderProgress["status"], next: RecordedEvent): Decision {
  return order.progress.status === from ? event(next) : refused(refusalOf(order.progress, from));
}

function pastThePivot(progress: OrderProgress, next: RecordedEvent): Decision {
  return progress.status === "CAPTURING" ? event(next) : refused(refusalOf(progress, "CAPTURING"));
}

function requestCancel(order: Order, reason: string): Decision {
  const { progress, cancelRequested } = order;
  if (cancelRequested || (progress.status === "COMPENSATING" && progress.cancelled))
    return refused("already-done");
  if (progress.status === "CAPTURING" || progress.status === "COMPLETED") return refused("too-late");
  if (isFinished(progress)) return refused("finished");
  if (progress.status === "COMPENSATING") return refused("compensating");
  if (progress.status === "NEEDS_REVIEW") return refused("in-review");
  return event({ type: "order.cancel-requested", reason });
}

/** A part of what is outstanding is undone: which event tells so depends on whether it was ever recorded. */
function undone<Part extends keyof Outstanding>(
  progress: OrderProgress,
  part: Part,
  tell: (outstanding: NonNullable<Outstanding[Part]>) => RecordedEvent,
): Decision {
  if (progress.status !== "COMPENSATING") return refused(refusalOf(progress, "COMPENSATING"));
  const outstanding = progress.outstanding[part];
  return outstanding === undefined ? refused("already-done") : event(tell(outstanding));
}

function fail(progress: OrderProgress): Decision {
  if (progress.status !== "COMPENSATING") return refused(refusalOf(progress, "COMPENSATING"));
  if (Object.keys(progress.outstanding).length > 0) return refused("outstanding");
  const { reason, cancelled } = progress;
  return event({
    type: cancelled ? "order.cancelled" : "order.failed",
    reason,
  });
}

/** How far each forward status is; a status that is not on the way forward counts as past everything. */
const POSITION: Record<OrderProgress["status"], number> = {
  PENDING: 0,
  RESERVED: 1,
  AUTHORIZED: 2,
  SHIPPED: 3,
  CAPTURING: 4,
  COMPLETED: 5,
  COMPENSATING: 6,
  FAILED: 7,
  CANCELLED: 7,
  NEEDS_REVIEW: 7,
};

/** Why a command that needs `wanted` finds the order elsewhere. */
function refusalOf(progress: OrderProgress, wanted: OrderProgress["status"]): RefusalCode {
  if (progress.status === "NEEDS_REVIEW") return "in-review";
  if (progress.status === "FAILED" || progress.status === "CANCELLED") return "finished";
  if (progress.status === "COMPENSATING") return "compensating";
  if (wanted === "COMPENSATING") return progress.status === "COMPLETED" ? "finished" : "too-early";
  return POSITION[progress.status] > POSITION[wanted] ? "already-done" : "too-early";
}

function isFinished(progress: OrderProgress): boolean {
  return progress.status === "COMPLETED" || progress.status === "FAILED" || progress.status === "CANCELLED";
}

function event(next: RecordedEvent): Decision {
  return { outcome: "event", event: next };
}

function refused(code: RefusalCode): Decision {
  return { outcome: "refused", code };
}
