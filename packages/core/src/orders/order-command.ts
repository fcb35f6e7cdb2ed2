import type { Authorization, Label, ReasonCode } from "./order.ts";
import type { ResolvedAs } from "./review-decision.ts";

/** What a step of the saga reports or asks, and what a caller asks. Times come with the command. */
export type OrderCommand =
  | { readonly type: "record-reservation" }
  | {
      readonly type: "refuse-reservation";
      readonly reason: ReasonCode;
      readonly skus: readonly string[];
    }
  /** An imaging order registers what it expects. */
  | { readonly type: "start-waiting" }
  | { readonly type: "record-studies-matched" }
  | { readonly type: "give-up-waiting"; readonly reason: ReasonCode }
  | { readonly type: "record-authorization"; readonly payment: Authorization }
  | { readonly type: "record-decline"; readonly reason: ReasonCode }
  | { readonly type: "record-label"; readonly shipment: Label }
  | { readonly type: "refuse-shipment"; readonly reason: ReasonCode }
  /** `now` is ISO 8601 UTC: nothing is captured after the authorization ended. */
  | { readonly type: "start-capture"; readonly now: string }
  | { readonly type: "record-capture" }
  | { readonly type: "refuse-capture"; readonly reason: ReasonCode }
  | { readonly type: "record-release" }
  | { readonly type: "complete" }
  | { readonly type: "request-cancel"; readonly reason: ReasonCode }
  | { readonly type: "give-up-for-cancel" }
  | { readonly type: "record-shipment-cancelled" }
  | { readonly type: "record-payment-refunded" }
  | { readonly type: "record-inventory-released" }
  | { readonly type: "record-studies-released" }
  | { readonly type: "fail" }
  /** The run before died, or was never seen: `attempt` is to go on from the record. */
  | { readonly type: "start-attempt"; readonly attempt: number }
  /** A person has looked at an order in review, and has it go on from where it stood. */
  | { readonly type: "retry-review"; readonly reason: ReasonCode }
  /** The same, and has it undone; what was charged is paid back. */
  | { readonly type: "compensate-review"; readonly reason: ReasonCode }
  /** The same, and says how it ended. */
  | {
      readonly type: "resolve-review";
      readonly as: ResolvedAs;
      readonly reason: ReasonCode;
      readonly note?: string | undefined;
    }
  /** A person took a study away from an order that it had fulfilled, as the event with this id tells. */
  | { readonly type: "report-unlinked-study"; readonly eventId: string }
  | {
      readonly type: "flag-for-review";
      readonly step: string;
      readonly reason: ReasonCode;
    };
