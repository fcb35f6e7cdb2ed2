/** How an order's payment stands, as its events tell: for whoever reads the order. The payment itself is in another store. */
import type { Money } from "@accession/events/money";
import type { paymentCaptured } from "@accession/events/payments/payment.captured";
import type { paymentDeclined } from "@accession/events/payments/payment.declined";
import type { paymentProcessed } from "@accession/events/payments/payment.processed";
import type { paymentRefunded } from "@accession/events/payments/payment.refunded";

export const PAYMENT_VIEW_STATUSES = [
  "authorized",
  "declined",
  "captured",
  "capture-declined",
  "voided",
  "refunded",
] as const;

export interface PaymentView {
  readonly paymentId: string;
  /** The payment's version that the last event made: a view of a lower one never replaces it. */
  readonly version: number;
  readonly status: (typeof PAYMENT_VIEW_STATUSES)[number];
  readonly amount: Money;
  /** When it came to be so; ISO 8601, UTC. */
  readonly at: string;
  /** Of an authorization: nothing may be captured after it. */
  readonly authorizedUntil?: string;
  /** A code, of what was declined. */
  readonly reason?: string;
}

/** Views of payments, one per order. */
export interface PaymentViews {
  /** False, and nothing is written, when a view of this version or a later one is there. */
  put(tenantId: string, orderId: string, view: PaymentView): Promise<boolean>;
  find(tenantId: string, orderId: string): Promise<PaymentView | undefined>;
}

type Parsed<Definition extends { readonly parse: (envelope: unknown) => unknown }> = ReturnType<
  Definition["parse"]
>;
export type PaymentEvent =
  | Parsed<typeof paymentProcessed>
  | Parsed<typeof paymentCaptured>
  | Parsed<typeof paymentDeclined>
  | Parsed<typeof paymentRefunded>;

export function paymentViewOf(event: PaymentEvent): PaymentView {
  const common = {
    paymentId: event.aggregateId,
    version: event.aggregateVersion,
    amount: event.data.amount,
    at: event.occurredAt,
  };
  switch (event.type) {
    case "payment.processed":
      return { ...common, status: "authorized", authorizedUntil: event.data.authorizedUntil };
    case "payment.captured":
      return { ...common, status: "captured" };
    case "payment.refunded":
      return { ...common, status: event.data.how };
    case "payment.declined": {
      const status = event.data.operation === "capture" ? "capture-declined" : "declined";
      return { ...common, status, reason: event.data.reason };
    }
  }
}
