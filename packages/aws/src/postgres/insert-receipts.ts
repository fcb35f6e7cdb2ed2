import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import { type PlaceIds, seriesIdOf, studyIdOf } from "./place-ids.ts";
import type { PlannedInstance, PlannedReceipt } from "./plan-batch.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** What was written of receipts: a version that has one already keeps it. */
export interface WrittenReceipts {
  readonly ids: ReadonlySet<string>;
  /** Instances of versions that were gone before they had their receipt. */
  readonly goneInstances: readonly string[];
}

/** Writes receipts, or what those that are judged anew say now, with what is known of the end of their versions. */
export async function insertReceipts(
  transaction: TenantTransaction,
  batch: IngestBatch,
  receipts: readonly PlannedReceipt[],
  studyOfInstance: ReadonlyMap<string, string>,
): Promise<WrittenReceipts> {
  const rows = receipts.map((receipt) => ({
    id: receipt.id,
    bucket: receipt.object.bucket,
    object_key: receipt.object.key,
    version_id: receipt.object.versionId,
    byte_count: receipt.object.size,
    etag: receipt.object.etag,
    checksum: receipt.checksum,
    sequencer: receipt.object.sequencer,
    landed_at: receipt.object.landedAt,
    outcome: receipt.outcome,
    reason_code: receipt.reason?.code,
    reason_message: receipt.reason?.message,
    failure_status: receipt.reason?.status,
    evidence: receipt.evidence ?? {},
    sop_instance_uid: receipt.sopInstanceUid,
    study_id: studyOfInstance.get(receipt.instanceId ?? ""),
    instance_id: receipt.instanceId,
    correlation_id: receipt.object.eventId,
  }));
  const written = await transaction.query<{ id: string; instance_id: string | null; is_gone: boolean }>(
    `insert into receipt (
       tenant_id, id, bucket, object_key, version_id, byte_count, etag, checksum, sequencer, landed_at, received_at,
       outcome, reason_code, reason_message, failure_status, evidence, sop_instance_uid, study_id, instance_id,
       correlation_id, gone_at, gone_as)
     select $1, r.id, r.bucket, r.object_key, r.version_id, r.byte_count, r.etag, r.checksum, r.sequencer, r.landed_at,
       $3, r.outcome, r.reason_code, r.reason_message, r.failure_status, r.evidence, r.sop_instance_uid, r.study_id,
       r.instance_id, r.correlation_id, d.removed_at, d.removed_as
     from json_to_recordset($2::json) as r(
       id uuid, bucket text, object_key text, version_id text, byte_count bigint, etag text, checksum text,
       sequencer text, landed_at timestamptz, outcome text, reason_code text, reason_message text,
       failure_status int, evidence jsonb, sop_instance_uid text, study_id uuid, instance_id uuid,
       correlation_id text)
     left join lateral (
       select * from object_removal f where f.tenant_id = $1
         and (f.bucket, f.object_key, f.version_id) = (r.bucket, r.object_key, r.version_id) limit 1) d on true
     order by r.bucket, r.object_key, r.version_id
     on conflict (tenant_id, bucket, object_key, version_id) do update set
       outcome = excluded.outcome, reason_code = excluded.reason_code, reason_message = excluded.reason_message,
       failure_status = excluded.failure_status, evidence = excluded.evidence, checksum = excluded.checksum,
       sop_instance_uid = excluded.sop_instance_uid, study_id = excluded.study_id, instance_id = excluded.instance_id
     -- Only of a receipt that is judged anew, which comes under its own id.
     where receipt.id = excluded.id and receipt.outcome = 'rejected'
     returning id, instance_id, gone_at is not null as is_gone`,
    [batch.tenantId, rowsJson(rows), batch.now],
  );
  return {
    ids: new Set(written.map((row) => row.id)),
    goneInstances: written.flatMap((row) => (row.is_gone ? (row.instance_id ?? []) : [])),
  };
}

/** Writes instances and answers how many were written: one that is there already is left as it is. */
export async function insertInstances(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  ids: PlaceIds,
): Promise<number> {
  const rows = instances.map((instance) => {
    const { id, receiptId, object, facts } = instance;
    return {
      id,
      study_id: studyIdOf(instance, ids),
      series_id: seriesIdOf(instance, ids),
      receipt_id: receiptId,
      sop_instance_uid: facts.sopInstanceUid,
      sop_class_uid: facts.sopClassUid,
      transfer_syntax_uid: facts.transferSyntaxUid,
      instance_number: facts.instanceNumber,
      row_count: facts.rows,
      column_count: facts.columns,
      frame_count: facts.frames,
      bucket: object.bucket,
      object_key: object.key,
      version_id: object.versionId,
      byte_count: object.size,
      etag: object.etag,
      attributes: facts.attributes,
    };
  });
  const written = await transaction.query(
    `insert into instance (
       tenant_id, id, study_id, series_id, receipt_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,
       instance_number, row_count, column_count, frame_count, bucket, object_key, version_id, byte_count, etag,
       attributes, stored_at)
     select $1, r.id, r.study_id, r.series_id, r.receipt_id, r.sop_instance_uid, r.sop_class_uid,
       r.transfer_syntax_uid, r.instance_number, r.row_count, r.column_count, r.frame_count, r.bucket, r.object_key,
       r.version_id, r.byte_count, r.etag, r.attributes, $3
     from json_to_recordset($2::json) as r(
       id uuid, study_id uuid, series_id uuid, receipt_id uuid, sop_instance_uid text, sop_class_uid text,
       transfer_syntax_uid text, instance_number text, row_count int, column_count int, frame_count int,
       bucket text, object_key text, version_id text, byte_count bigint, etag text, attributes jsonb)
     order by r.sop_instance_uid
     on conflict (tenant_id, sop_instance_uid) do nothing
     returning id`,
    [batch.tenantId, rowsJson(rows), batch.now],
  );
  return written.length;
}
