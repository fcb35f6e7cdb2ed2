/** A payment as a row of Postgres, and back. */
import type { Payment, PaymentStatus } from "@accession/core/payments/payment";

export interface PaymentRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly order_id: string;
  readonly version: number;
  readonly status: PaymentStatus;
  /** `bigint` arrives as text; the order's schema keeps it far below 2^53. */
  readonly amount: string;
  readonly currency: string;
  readonly gateway: string;
  readonly authorized_until: Date | null;
  readonly reason: string | null;
}

export const PAYMENT_COLUMNS =
  "tenant_id, id, order_id, version, status, amount, currency, gateway, authorized_until, reason";

export function toPayment(row: PaymentRow): Payment {
  return {
    tenantId: row.tenant_id,
    paymentId: row.id,
    orderId: row.order_id,
    version: row.version,
    status: row.status,
    amount: { amount: Number(row.amount), currency: row.currency },
    gateway: row.gateway,
    ...(row.authorized_until !== null && { authorizedUntil: row.authorized_until.toISOString() }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}
