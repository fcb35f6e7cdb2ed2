import type { Outcome } from "@accession/core/ingestion/ingest-store";
import type { Receipt, ReceiptDirectory } from "@accession/core/receipts/receipt-directory";
import type { Pool } from "pg";
import { decodeTimeAndId, encodeTimeAndId } from "./list-cursor.ts";
import { withTenant } from "./with-tenant.ts";

interface ReceiptRow {
  readonly id: string;
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly byte_count: string;
  readonly outcome: Outcome;
  readonly reason_code: string | null;
  readonly reason_message: string | null;
  readonly failure_status: number | null;
  readonly evidence: Record<string, unknown>;
  readonly sop_instance_uid: string | null;
  readonly study_id: string | null;
  readonly correlation_id: string;
  readonly landed_at: Date;
  readonly received_at: Date;
}

const COLUMNS = `id, bucket, object_key, version_id, byte_count, outcome, reason_code, reason_message, failure_status,
  evidence, sop_instance_uid, study_id, correlation_id, landed_at, received_at`;

export function postgresReceiptDirectory(pool: Pool): ReceiptDirectory {
  return {
    async list(tenantId, query) {
      const after = query.cursor === undefined ? undefined : decodeTimeAndId(query.cursor);
      const rows = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<ReceiptRow>(
          // Constants decide at planning which conditions are there, so each combination gets its index.
          `select ${COLUMNS} from receipt
           where tenant_id = $1
             and ($2::text is null or outcome = $2)
             and ($3::uuid is null or study_id = $3)
             and ($4::timestamptz is null or received_at >= $4)
             and ($5::timestamptz is null or (received_at, id) < ($5, $6::uuid))
           order by received_at desc, id desc limit $7`,
          [tenantId, query.outcome, query.studyId, query.since, after?.at, after?.id, query.limit + 1],
        ),
      );
      const items = rows.slice(0, query.limit).map(toReceipt);
      const last = items.at(-1);
      const more = rows.length > query.limit && last !== undefined;
      return { items, cursor: more ? encodeTimeAndId({ at: last.receivedAt, id: last.id }) : undefined };
    },
    async get(tenantId, receiptId) {
      const [row] = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<ReceiptRow>(`select ${COLUMNS} from receipt where tenant_id = $1 and id = $2`, [
          tenantId,
          receiptId,
        ]),
      );
      return row && toReceipt(row);
    },
  };
}

function toReceipt(row: ReceiptRow): Receipt {
  return {
    id: row.id,
    bucket: row.bucket,
    key: row.object_key,
    versionId: row.version_id,
    size: Number(row.byte_count),
    outcome: row.outcome,
    reason:
      row.reason_code === null ? undefined : { code: row.reason_code, message: row.reason_message ?? "" },
    failureStatus: row.failure_status ?? undefined,
    evidence: row.evidence,
    sopInstanceUid: row.sop_instance_uid ?? undefined,
    studyId: row.study_id ?? undefined,
    correlationId: row.correlation_id,
    landedAt: row.landed_at,
    receivedAt: row.received_at,
  };
}
