import type { Outcome } from "@accession/core/ingestion/ingest-store";
import type { RemovedAs } from "@accession/core/ingestion/record-removals";
import type { FormerJudgement, Receipt } from "@accession/core/receipts/receipt-directory";

/** Columns of a receipt `r`, for `toReceipt`. */
export const RECEIPT_COLUMNS = `r.id, r.bucket, r.object_key, r.version_id, r.byte_count, r.etag, r.checksum, r.outcome,
  r.reason_code, r.reason_message, r.failure_status, r.evidence, r.sop_instance_uid, r.study_id, r.correlation_id,
  r.landed_at, r.received_at, r.gone_at, r.gone_as,
  (select i.receipt_id from instance i where i.tenant_id = r.tenant_id and i.id = r.instance_id) as first_receipt_id`;

export interface ReceiptRow {
  readonly id: string;
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly byte_count: string;
  readonly etag: string | null;
  readonly checksum: string | null;
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
  readonly gone_at: Date | null;
  readonly gone_as: RemovedAs | null;
  readonly first_receipt_id: string | null;
}

export function toReceipt(row: ReceiptRow): Receipt {
  return {
    id: row.id,
    bucket: row.bucket,
    key: row.object_key,
    versionId: row.version_id,
    size: Number(row.byte_count),
    etag: row.etag ?? undefined,
    checksum: row.checksum ?? undefined,
    outcome: row.outcome,
    reason:
      row.reason_code === null ? undefined : { code: row.reason_code, message: row.reason_message ?? "" },
    failureStatus: row.failure_status ?? undefined,
    evidence: row.evidence,
    sopInstanceUid: row.sop_instance_uid ?? undefined,
    studyId: row.study_id ?? undefined,
    firstReceiptId:
      row.first_receipt_id === null || row.first_receipt_id === row.id ? undefined : row.first_receipt_id,
    gone: row.gone_at === null || row.gone_as === null ? undefined : { as: row.gone_as, at: row.gone_at },
    correlationId: row.correlation_id,
    landedAt: row.landed_at,
    receivedAt: row.received_at,
  };
}

export interface HistoryRow {
  readonly outcome: Outcome;
  readonly reason_code: string | null;
  readonly evidence: Record<string, unknown>;
  readonly changed_at: Date;
  readonly correlation_id: string;
}

export function toFormerJudgement(row: HistoryRow): FormerJudgement {
  return {
    outcome: row.outcome,
    reasonCode: row.reason_code ?? undefined,
    evidence: row.evidence,
    until: row.changed_at,
    correlationId: row.correlation_id,
  };
}
