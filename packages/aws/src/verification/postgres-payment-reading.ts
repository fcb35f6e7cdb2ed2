import type {
  BookedPayment,
  GatewayBooks,
  ListedPayment,
  PaymentReading,
} from "@accession/core/verification/order-reading";
import type { Pool } from "pg";
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from "../payments/payment-row.ts";
import { withTenant } from "../postgres/with-tenant.ts";

interface Row extends PaymentRow {
  readonly updated_at: Date;
}

const COLUMNS = `${PAYMENT_COLUMNS}, updated_at`;
const AT_A_TIME = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

export function postgresPaymentReading(pool: Pool): PaymentReading {
  return {
    async ofOrders(tenantId, orderIds) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<Row>(
          `select ${COLUMNS} from payment where tenant_id = $1 and order_id = any($2::uuid[])`,
          [tenantId, orderIds],
        ),
      );
      return new Map(rows.map((row) => [row.order_id, toListed(row)]));
    },
    async payments(tenantId, { asOf, since }, after) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<Row>(
          `select ${COLUMNS} from payment where tenant_id = $1 and id > $2 and created_at <= $3
             and ($4::timestamptz is null or created_at >= $4) order by id limit $5`,
          [tenantId, after ?? FIRST, asOf, since ?? null, AT_A_TIME],
        ),
      );
      return { rows: rows.map(toListed), cursor: rows.length < AT_A_TIME ? undefined : rows.at(-1)?.id };
    },
  };
}

const toListed = (row: Row): ListedPayment => ({ ...toPayment(row), updatedAt: row.updated_at });

/** The ledger of the sandbox gateway. */
export function sandboxBooks(pool: Pool): GatewayBooks {
  return {
    gateway: "sandbox",
    async of(tenantId, references) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<{
          reference: string;
          status: BookedPayment["status"];
          amount: string;
          captures: number;
        }>(
          `select reference, status, amount, captures from sandbox.payment
           where tenant_id = $1 and reference = any($2)`,
          [tenantId, references],
        ),
      );
      return new Map(
        rows.map(({ reference, status, amount, captures }) => [
          reference,
          { status, amount: Number(amount), captures },
        ]),
      );
    },
  };
}
