/** Command and state to an event, or to the reason why not. Pure: the time comes with the command. */
import { decideAttempt } from "./decide-attempt.ts";
import { decideReview } from "./decide-review.ts";
import { decideStudies } from "./decide-studies.ts";
import { backward, type Decision, event, forward, pastThePivot, refused, undone } from "./decision.ts";
import type { Order, OrderProgress } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import { isFinished, POSITION, refusalOf } from "./refusal.ts";

export function decide(command: OrderCommand, order: Order): Decision {
  const { progress } = order;
  if (GOODS_ONLY.has(command.type) && order.details.kind !== "goods") return refused("other-kind");
  switch (command.type) {
    case "start-waiting":
    case "record-studies-matched":
    case "give-up-waiting":
    case "report-unlinked-study":
      return decideStudies(command, order);
    case "retry-review":
    case "compensate-review":
    case "resolve-review":
      return decideReview(command, order);
    case "start-attempt":
      return decideAttempt(order, command.attempt);
    case "record-reservation":
      return forward(order, "PENDING", { type: "inventory.reserved" });
    case "refuse-reservation":
      return backward(order, "PENDING", {
        type: "inventory.refused",
        reason: command.reason,
        skus: command.skus,
      });
    case "record-authorization":
      return (
        unready(order) ??
        forward(order, beforePayment(order), { type: "payment.processed", payment: command.payment })
      );
    case "record-decline":
      return (
        unready(order) ??
        backward(order, beforePayment(order), { type: "payment.declined", reason: command.reason })
      );
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
        progress.status === beforeCapture(order) &&
        "payment" in progress &&
        command.now >= progress.payment.authorizedUntil &&
        !order.cancelRequested
      ) {
        return refused("authorization-expired");
      }
      return forward(order, beforeCapture(order), { type: "payment.capture-started" });
    case "record-capture":
      if (progress.status === "CAPTURING" && progress.captured) return refused("already-done");
      return pastThePivot(progress, { type: "payment.captured" });
    case "refuse-capture":
      // Also before the pivot: an authorization that ended is refused without asking the gateway.
      if (progress.status === "CAPTURING" && progress.captured) return refused("already-done");
      if (progress.status === "CAPTURING" || progress.status === beforeCapture(order)) {
        return event({
          type: "payment.capture-declined",
          reason: command.reason,
        });
      }
      return refused(refusalOf(progress, beforeCapture(order)));
    case "record-release":
      if (progress.status === "CAPTURING" && progress.released) return refused("already-done");
      if (progress.status === "CAPTURING" && !progress.captured) return refused("too-early");
      return pastThePivot(progress, { type: "shipment.released" });
    case "complete":
      if (progress.status === "CAPTURING" && !(progress.captured && left(order, progress.released)))
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
    case "record-studies-released":
      return undone(progress, "studies", (studies) => ({
        type: studies === "possible" ? "studies.closed" : "studies.released",
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

const GOODS_ONLY: ReadonlySet<OrderCommand["type"]> = new Set([
  "record-reservation",
  "refuse-reservation",
  "record-label",
  "refuse-shipment",
  "record-release",
]);

/** Money is asked for once the goods are held, or the studies are there. */
function beforePayment(order: Order): "RESERVED" | "AWAITING_STUDY" {
  return order.details.kind === "goods" ? "RESERVED" : "AWAITING_STUDY";
}

/** Goods have their label before they are charged; imaging is charged right after it was authorized. */
function beforeCapture(order: Order): "SHIPPED" | "AUTHORIZED" {
  return order.details.kind === "goods" ? "SHIPPED" : "AUTHORIZED";
}

/** An imaging order that still lacks a study is not paid for. */
function unready({ progress }: Order): Decision | undefined {
  const awaits = progress.status === "AWAITING_STUDY" && progress.studies === "awaited";
  return awaits ? refused("too-early") : undefined;
}

/** Of an imaging order nothing has to leave. */
function left(order: Order, released: boolean): boolean {
  return order.details.kind === "imaging" || released;
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

function fail(progress: OrderProgress): Decision {
  if (progress.status !== "COMPENSATING") return refused(refusalOf(progress, "COMPENSATING"));
  if (Object.keys(progress.outstanding).length > 0) return refused("outstanding");
  const { reason, cancelled } = progress;
  return event({
    type: cancelled ? "order.cancelled" : "order.failed",
    reason,
  });
}
