/** A payment of an order: what we know of it, written before and after each call of the gateway. */
import type { Money } from "@accession/events/money";

/**
 * `intended`: the gateway may or may not have been asked to authorize, and what it did is not known.
 * `capture-declined`: still authorized; it has to be voided. `voided` also stands for a payment that was given up
 * before anything was asked: a late authorize is then refused.
 */
export type PaymentStatus =
  | "intended"
  | "authorized"
  | "declined"
  | "captured"
  | "capture-declined"
  | "voided"
  /** What was charged has been paid back. */
  | "refunded";

export interface Payment {
  readonly tenantId: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly version: number;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly gateway: string;
  /** ISO 8601, UTC; present from the authorization on. */
  readonly authorizedUntil?: string;
  /** Why it was declined. */
  readonly reason?: string;
}

export type PaymentOperation = "authorize" | "capture" | "void" | "refund";
