/** Payments in Postgres: intent before each call, the result with its event in one transaction. */
import type { Payment } from "@accession/core/payments/payment";
import type { PaymentChange, PaymentStore } from "@accession/core/payments/payment-store";
import type { Pool } from "pg";
import { insertOutbox } from "../postgres/postgres-outbox.ts";
import { type TenantTransaction, withTenant } from "../postgres/with-tenant.ts";
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from "./payment-row.ts";

export function postgresPaymentStore(pool: Pool): PaymentStore {
  return {
    ensure: (payment) =>
      withTenant(pool, payment.tenantId, async (transaction) => {
        await transaction.query(
          `insert into payment (${PAYMENT_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (tenant_id, order_id) do nothing`,
          values(payment),
        );
        const stored = await find(transaction, payment.tenantId, payment.orderId);
        if (stored === undefined) throw new Error("a payment that was just written is not there");
        return stored;
      }),
    find: (tenantId, orderId) =>
      withTenant(pool, tenantId, (transaction) => find(transaction, tenantId, orderId)),
    recordAttempt: (payment, attempt) =>
      withTenant(pool, payment.tenantId, async (transaction) => {
        await transaction.query(
          `insert into payment_attempt (tenant_id, id, payment_id, operation, idempotency_key, started_at)
           values ($1, $2, $3, $4, $5, $6)`,
          [
            payment.tenantId,
            attempt.attemptId,
            payment.paymentId,
            attempt.operation,
            attempt.idempotencyKey,
            attempt.startedAt,
          ],
        );
      }),
    recordUnknown: (payment, result) =>
      withTenant(pool, payment.tenantId, (transaction) => finishAttempt(transaction, payment, result)),
    settle: (change) =>
      withTenant(pool, change.payment.tenantId, (transaction) => settle(transaction, change)),
  };
}

async function find(
  transaction: TenantTransaction,
  tenantId: string,
  orderId: string,
): Promise<Payment | undefined> {
  const [row] = await transaction.query<PaymentRow>(
    `select ${PAYMENT_COLUMNS} from payment where tenant_id = $1 and order_id = $2`,
    [tenantId, orderId],
  );
  return row === undefined ? undefined : toPayment(row);
}

async function settle(transaction: TenantTransaction, change: PaymentChange): Promise<boolean> {
  const { payment, result, outgoing } = change;
  const updated = await transaction.query(
    `update payment set version = $3, status = $4, authorized_until = $5, reason = $6, updated_at = now()
     where tenant_id = $1 and id = $2 and version = $3 - 1 returning id`,
    [
      payment.tenantId,
      payment.paymentId,
      payment.version,
      payment.status,
      payment.authorizedUntil ?? null,
      payment.reason ?? null,
    ],
  );
  await finishAttempt(transaction, payment, result);
  if (updated.length === 0) return false;
  if (outgoing !== undefined) await insertOutbox(transaction, payment.tenantId, [outgoing]);
  return true;
}

async function finishAttempt(
  transaction: TenantTransaction,
  payment: Payment,
  result: PaymentChange["result"],
): Promise<void> {
  await transaction.query(
    "update payment_attempt set outcome = $3, finished_at = $4 where tenant_id = $1 and id = $2",
    [payment.tenantId, result.attemptId, result.outcome, result.finishedAt],
  );
}

function values(payment: Payment): unknown[] {
  return [
    payment.tenantId,
    payment.paymentId,
    payment.orderId,
    payment.version,
    payment.status,
    payment.amount.amount,
    payment.amount.currency,
    payment.gateway,
    payment.authorizedUntil ?? null,
    payment.reason ?? null,
  ];
}
