import type { Money } from "@accession/events/money";

/** Where a call belongs, and what makes its repetition the same call. */
export interface GatewayCall {
  /** Whose merchant account. */
  readonly tenantId: string;
  /** Our id of the payment: what the gateway can find it by. */
  readonly reference: string;
  /** The same for every try of one operation of one payment. */
  readonly idempotencyKey: string;
}

/** The gateway did not answer, or not so that one can tell: it may or may not have acted. */
export interface Unknown {
  readonly outcome: "unknown";
}
/** The gateway said no, for good. */
export interface Declined {
  readonly outcome: "declined";
  /** A stable code: `card-declined`. */
  readonly reason: string;
}

export type AuthorizeResult =
  | { readonly outcome: "authorized" /** ISO 8601, UTC. */; readonly authorizedUntil: string }
  | Declined
  | Unknown;
export type CaptureResult = { readonly outcome: "captured" } | Declined | Unknown;
export type VoidResult =
  /** Also when there was nothing to give back. */ { readonly outcome: "voided" } | Declined | Unknown;
export type RefundResult = { readonly outcome: "refunded" } | Declined | Unknown;

export type GatewayPayment =
  | { readonly outcome: "authorized"; readonly authorizedUntil: string }
  | { readonly outcome: "declined"; readonly reason: string }
  | { readonly outcome: "captured"; readonly authorizedUntil: string }
  | { readonly outcome: "voided" }
  | { readonly outcome: "refunded" }
  /** The gateway is sure that it never saw the reference. */
  | { readonly outcome: "absent" }
  | Unknown;

/**
 * Charges money in two steps: authorize, then capture. Each call has three outcomes: done, refused for good,
 * unknown. No method throws for what the gateway or the network does; unknown is an outcome, and repeating the
 * call with the same idempotency key is always safe.
 */
export interface PaymentGateway {
  /** The gateway's name, recorded with each payment. */
  readonly name: string;
  authorize(call: GatewayCall & { readonly amount: Money; readonly token: string }): Promise<AuthorizeResult>;
  capture(call: GatewayCall & { readonly amount: Money }): Promise<CaptureResult>;
  void(call: GatewayCall): Promise<VoidResult>;
  refund(call: GatewayCall & { readonly amount: Money }): Promise<RefundResult>;
  findByReference(tenantId: string, reference: string): Promise<GatewayPayment>;
}
