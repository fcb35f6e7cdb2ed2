import type { AssessedObject, IngestBatch } from "@accession/core/ingestion/ingest-store";
import { objectIdentity, type UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { SYSTEM_TENANT_ID } from "@accession/core/tenants/tenant-directory";
import { type ReceiptedVersion, storedIdentity } from "./known-versions.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** An object to be recorded; `receipt` is the one that it has, when it is judged anew. */
export interface FreshObject extends AssessedObject {
  readonly receipt?: ReceiptedVersion;
}

/** What of a batch is to be recorded: versions without a receipt, and rejected ones that come to something else now. */
export function freshObjects(
  objects: readonly AssessedObject[],
  receipted: ReadonlyMap<string, ReceiptedVersion>,
): readonly FreshObject[] {
  return objects.flatMap((assessed): readonly FreshObject[] => {
    const { object, verdict } = assessed;
    const receipt = receipted.get(storedIdentity(object));
    if (receipt === undefined) return [assessed];
    if (object.judgeAnew !== true || receipt.outcome !== "rejected") return [];
    if (verdict.kind === "rejected" && verdict.reason.code === receipt.reasonCode) return [];
    const { landedAt, sequencer } = receipt;
    return [{ ...assessed, object: { ...object, landedAt, sequencer }, receipt }];
  });
}

/** Keeps what rejected receipts said, before they say something else. */
export async function keepRejections(
  transaction: TenantTransaction,
  batch: Pick<IngestBatch, "tenantId" | "now">,
  anew: ReadonlyArray<{ readonly receiptId: string; readonly correlationId: string }>,
): Promise<void> {
  if (anew.length === 0) return;
  await transaction.query(
    `insert into receipt_history (
       tenant_id, receipt_id, number, outcome, reason_code, evidence, changed_at, correlation_id)
     select $1, r.id, (select count(*) + 1 from receipt_history h where h.tenant_id = $1 and h.receipt_id = r.id),
       r.outcome, r.reason_code, r.evidence, $3, r.cause
     from (
       select r.*, o."correlationId" as cause
       from json_to_recordset($2::json) as o("receiptId" uuid, "correlationId" text)
       join receipt r on r.tenant_id = $1 and r.id = o."receiptId"
       where r.outcome = 'rejected' order by r.id for update of r
     ) r`,
    [batch.tenantId, rowsJson(anew), batch.now],
  );
}

/** Lets the system's receipts of objects whose tenant is registered by now say that the tenant has theirs. */
export async function handOver(
  transaction: TenantTransaction,
  objects: readonly UploadedObject[],
  now: Date,
): Promise<void> {
  const causes = new Map(objects.map((object) => [storedIdentity(object), object.eventId]));
  const rows = await transaction.query<{
    id: string;
    bucket: string;
    object_key: string;
    version_id: string;
  }>(
    `select r.id, r.bucket, r.object_key, r.version_id
     from json_to_recordset($2::json) as o(bucket text, object_key text, version_id text)
     join receipt r on r.tenant_id = $1
       and (r.bucket, r.object_key, r.version_id) = (o.bucket, o.object_key, o.version_id)
     where r.reason_code = 'unknown-tenant' order by r.id for update of r`,
    [
      SYSTEM_TENANT_ID,
      rowsJson(objects.map((o) => ({ bucket: o.bucket, object_key: o.key, version_id: o.versionId }))),
    ],
  );
  if (rows.length === 0) return;
  const anew = rows.map((row) => {
    const version = { bucket: row.bucket, key: row.object_key, versionId: row.version_id };
    return { receiptId: row.id, correlationId: causes.get(objectIdentity(version)) ?? "" };
  });
  await keepRejections(transaction, { tenantId: SYSTEM_TENANT_ID, now }, anew);
  await transaction.query(
    `update receipt set outcome = 'ignored', reason_code = 'handed-over', failure_status = null,
       reason_message = 'The tenant is registered by now, and has the receipt of this version.'
     where tenant_id = $1 and id = any($2)`,
    [SYSTEM_TENANT_ID, rows.map(({ id }) => id)],
  );
}
