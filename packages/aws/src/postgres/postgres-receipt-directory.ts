import type { ReceiptDirectory } from "@accession/core/receipts/receipt-directory";
import type { Pool } from "pg";
import { encodeTimeAndId } from "./list-cursor.ts";
import { receiptStatement } from "./receipt-query.ts";
import {
  type HistoryRow,
  RECEIPT_COLUMNS,
  type ReceiptRow,
  toFormerJudgement,
  toReceipt,
} from "./receipt-row.ts";
import { withTenant } from "./with-tenant.ts";

/** `pointer`: where a request has its cursor. */
export function postgresReceiptDirectory(
  pool: Pool,
  pointer: "/query/cursor" | "/cursor" = "/query/cursor",
): ReceiptDirectory {
  return {
    async list(tenantId, query) {
      const { text, values } = receiptStatement(tenantId, query, pointer);
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<ReceiptRow>(text, values),
      );
      const items = rows.slice(0, query.limit).map(toReceipt);
      const last = items.at(-1);
      const more = rows.length > query.limit && last !== undefined;
      return { items, cursor: more ? encodeTimeAndId({ at: last.receivedAt, id: last.id }) : undefined };
    },
    async get(tenantId, receiptId) {
      const [row] = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<ReceiptRow>(
          `select ${RECEIPT_COLUMNS} from receipt r where r.tenant_id = $1 and r.id = $2`,
          [tenantId, receiptId],
        ),
      );
      return row && toReceipt(row);
    },
    async history(tenantId, receiptId) {
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<HistoryRow>(
          `select outcome, reason_code, evidence, changed_at, correlation_id from receipt_history
           where tenant_id = $1 and receipt_id = $2 order by number desc`,
          [tenantId, receiptId],
        ),
      );
      return rows.map(toFormerJudgement);
    },
  };
}
