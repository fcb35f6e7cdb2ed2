import type { Authorization, Label, OrderDetails, ReasonCode } from "./order.ts";
import type { Resolution, ResolvedAs } from "./review-decision.ts";

/**
 * What happened to an order. Each event makes the next version of it and one entry of its timeline. Types that
 * are also in the events catalogue are published; the payment's are published by the payment itself.
 */
export type OrderEvent =
  | { readonly type: "order.created"; readonly details: OrderDetails }
  | { readonly type: "inventory.reserved" }
  | {
      readonly type: "inventory.refused";
      readonly reason: ReasonCode;
      readonly skus: readonly string[];
    }
  | { readonly type: "order.awaiting-study" }
  | { readonly type: "study.matched" }
  | { readonly type: "study.given-up"; readonly reason: ReasonCode }
  | { readonly type: "payment.processed"; readonly payment: Authorization }
  | { readonly type: "payment.declined"; readonly reason: ReasonCode }
  | { readonly type: "shipment.created"; readonly shipment: Label }
  | { readonly type: "shipment.refused"; readonly reason: ReasonCode }
  | { readonly type: "payment.capture-started" }
  | { readonly type: "payment.captured" }
  | { readonly type: "payment.capture-declined"; readonly reason: ReasonCode }
  | { readonly type: "shipment.released" }
  | { readonly type: "order.completed" }
  | { readonly type: "order.cancel-requested"; readonly reason: ReasonCode }
  | { readonly type: "order.cancelling"; readonly reason: ReasonCode }
  | { readonly type: "shipment.cancelled"; readonly shipment: Label }
  | { readonly type: "payment.refunded" }
  | { readonly type: "inventory.released" }
  | { readonly type: "studies.released" }
  /** Nothing was recorded as done, and from now on nothing can be: a late effect of the step is refused. */
  | { readonly type: "shipment.closed" | "payment.closed" | "inventory.closed" | "studies.closed" }
  | { readonly type: "order.failed"; readonly reason: ReasonCode }
  | { readonly type: "order.cancelled"; readonly reason: ReasonCode }
  | {
      readonly type: "order.needs-review";
      readonly step: string;
      readonly reason: ReasonCode;
      /** The `study.unmatched` that it is about, if it is about one. */
      readonly unlink?: string;
    }
  /** A run of the saga died; this one goes on from the record. */
  | { readonly type: "order.attempt-started"; readonly attempt: number }
  /** A person's decision about an order in review, which this run carries out: on with it, or back. */
  | { readonly type: "order.retried"; readonly attempt: number; readonly reason: ReasonCode }
  | { readonly type: "order.compensating"; readonly attempt: number; readonly reason: ReasonCode }
  /** A person says how an order in review ended. */
  | {
      readonly type: "order.resolved";
      readonly as: ResolvedAs;
      readonly resolution: Resolution;
      /** It had ended so before the review: nobody is told a second time. */
      readonly again?: true;
    };

export type OrderEventType = OrderEvent["type"];
