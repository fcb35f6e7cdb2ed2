/** What came of a command, and the makings of one. */
import type { Order, OrderProgress, Outstanding } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import { type RefusalCode, refusalOf } from "./refusal.ts";

/** An event of an order that exists. */
export type RecordedEvent = Exclude<OrderEvent, { type: "order.created" }>;

export type Decision =
  | { readonly outcome: "event"; readonly event: RecordedEvent }
  | { readonly outcome: "refused"; readonly code: RefusalCode };

export function event(next: RecordedEvent): Decision {
  return { outcome: "event", event: next };
}

export function refused(code: RefusalCode): Decision {
  return { outcome: "refused", code };
}

/** A step forward before the pivot: from one state only, and not once a cancel was asked for. */
export function forward(order: Order, from: OrderProgress["status"], next: RecordedEvent): Decision {
  if (order.progress.status !== from) return refused(refusalOf(order.progress, from));
  // The step's effect may have happened: it is recorded, and the next step finds the cancel.
  if (order.cancelRequested && next.type === "payment.capture-started") return refused("cancel-requested");
  return event(next);
}

/** A definite failure of a step: the order starts to be undone. */
export function backward(order: Order, from: OrderProgress["status"], next: RecordedEvent): Decision {
  return order.progress.status === from ? event(next) : refused(refusalOf(order.progress, from));
}

export function pastThePivot(progress: OrderProgress, next: RecordedEvent): Decision {
  return progress.status === "CAPTURING" ? event(next) : refused(refusalOf(progress, "CAPTURING"));
}

/** A part of what is outstanding is undone: which event tells so depends on whether it was ever recorded. */
export function undone<Part extends keyof Outstanding>(
  progress: OrderProgress,
  part: Part,
  tell: (outstanding: NonNullable<Outstanding[Part]>) => RecordedEvent,
): Decision {
  if (progress.status !== "COMPENSATING") return refused(refusalOf(progress, "COMPENSATING"));
  const outstanding = progress.outstanding[part];
  return outstanding === undefined ? refused("already-done") : event(tell(outstanding));
}
