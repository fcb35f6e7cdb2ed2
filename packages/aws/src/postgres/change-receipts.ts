import { isDeepStrictEqual } from "node:util";
import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import type { PlannedChange } from "./plan-batch.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** Writes what receipts say now, and keeps what they said. Learned checksums alone are no change. */
export async function changeReceipts(
  transaction: TenantTransaction,
  batch: Pick<IngestBatch, "tenantId" | "now">,
  changes: readonly PlannedChange[],
): Promise<void> {
  const rows = changes
    .map(({ before, outcome, evidence = {}, checksum, correlationId }) => ({
      id: before.receiptId,
      outcome,
      evidence,
      checksum,
      correlation_id: correlationId,
      judged: before.outcome !== outcome || !isDeepStrictEqual(before.evidence, plain(evidence)),
      learned: before.checksum !== checksum,
    }))
    .filter(({ judged, learned }) => judged || learned);
  if (rows.length === 0) return;
  await transaction.query(
    `with change as (
       select * from json_to_recordset($2::json) as c(
         id uuid, outcome text, evidence jsonb, checksum text, correlation_id text, judged boolean)
     ), history as (
       insert into receipt_history (
         tenant_id, receipt_id, number, outcome, reason_code, evidence, changed_at, correlation_id)
       select $1, r.id, (select count(*) + 1 from receipt_history h where h.tenant_id = $1 and h.receipt_id = r.id),
         r.outcome, r.reason_code, r.evidence, $3, c.correlation_id
       from change c join receipt r on r.tenant_id = $1 and r.id = c.id where c.judged
     )
     update receipt r set outcome = c.outcome, evidence = c.evidence, checksum = c.checksum
     from change c where r.tenant_id = $1 and r.id = c.id`,
    [batch.tenantId, rowsJson(rows), batch.now],
  );
}

/** As the database gives it back. */
function plain(evidence: object): unknown {
  return JSON.parse(JSON.stringify(evidence));
}
