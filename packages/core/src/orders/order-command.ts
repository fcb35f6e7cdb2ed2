import type { Authorization, Label, ReasonCode } from "./order.ts";

/** What a step of the saga reports or asks, and what a caller asks. Times come with the command. */
export type OrderCommand =
  | { readonly type: "record-reservation" }
  | {
      readonly type: "refuse-reservation";
      readonly reason: ReasonCode;
      readonly skus: readonly string[];
    }
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
  | { readonly type: "fail" }
  | {
      readonly type: "flag-for-review";
      readonly step: string;
      readonly reason: ReasonCode;
    };
