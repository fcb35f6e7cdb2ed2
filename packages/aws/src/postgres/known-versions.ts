import type { Outcome } from "@accession/core/ingestion/ingest-store";
import type { DuplicateJudgement } from "@accession/core/ingestion/judge-duplicate";
import type { Standing, Version } from "@accession/core/ingestion/judge-versions";
import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import { objectIdentity, type UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { rowsJson, storableText } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** An instance that the index holds, with all versions of it that have a receipt. */
export interface KnownInstance {
  readonly instanceId: string;
  readonly studyId: string;
  /** Of the version that is stored. */
  readonly receiptId: string;
  readonly versions: readonly KnownVersion[];
}

export interface KnownVersion extends Version {
  readonly receiptId: string;
  readonly outcome: Outcome;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly isGone: boolean;
}

interface VersionRow {
  readonly id: string;
  readonly instance_id: string;
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly byte_count: string;
  readonly etag: string | null;
  readonly checksum: string | null;
  readonly sequencer: string | null;
  readonly landed_at: Date;
  readonly outcome: Outcome;
  readonly evidence: Record<string, unknown>;
  readonly is_gone: boolean;
}

/** A version that has its receipt already. */
export interface ReceiptedVersion {
  readonly receiptId: string;
  readonly outcome: Outcome;
  readonly reasonCode: string | undefined;
  readonly landedAt: Date;
  readonly sequencer: string | undefined;
}

/**
 * One look into the index of versions for each. A join may come to read all receipts of the tenant instead, when Postgres has
 * no statistics of them yet.
 */
export const RECEIPTS_OF_VERSIONS = `
  select r.id, r.bucket, r.object_key, r.version_id, r.outcome, r.reason_code, r.landed_at, r.sequencer
  from json_to_recordset($2::json) as o(bucket text, object_key text, version_id text)
  cross join lateral (
    select * from receipt f where f.tenant_id = $1
      and (f.bucket, f.object_key, f.version_id) = (o.bucket, o.object_key, o.version_id) limit 1) r`;

/** Those versions that have their receipt already, by identity. */
export async function receiptedVersions(
  transaction: TenantTransaction,
  tenantId: string,
  objects: readonly UploadedObject[],
): Promise<ReadonlyMap<string, ReceiptedVersion>> {
  const rows = await transaction.query<{
    id: string;
    bucket: string;
    object_key: string;
    version_id: string;
    outcome: Outcome;
    reason_code: string | null;
    landed_at: Date;
    sequencer: string | null;
  }>(RECEIPTS_OF_VERSIONS, [
    tenantId,
    rowsJson(objects.map((o) => ({ bucket: o.bucket, object_key: o.key, version_id: o.versionId }))),
  ]);
  return new Map(
    rows.map((row) => [
      objectIdentity({ bucket: row.bucket, key: row.object_key, versionId: row.version_id }),
      {
        receiptId: row.id,
        outcome: row.outcome,
        reasonCode: row.reason_code ?? undefined,
        landedAt: row.landed_at,
        sequencer: row.sequencer ?? undefined,
      },
    ]),
  );
}

/** The identity of a version as the database holds it. */
export function storedIdentity(object: ObjectVersion): string {
  return objectIdentity({ ...object, key: storableText(object.key) });
}

/**
 * The instances with these SOP Instance UIDs, by UID. Their rows are locked: whoever judges versions of an instance does
 * so alone, and sees what the one before wrote.
 */
export async function knownInstances(
  transaction: TenantTransaction,
  tenantId: string,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, KnownInstance>> {
  if (sopInstanceUids.length === 0) return new Map();
  const instances = await transaction.query<{
    id: string;
    study_id: string;
    receipt_id: string;
    sop_instance_uid: string;
  }>(
    `select id, study_id, receipt_id, sop_instance_uid from instance
     where tenant_id = $1 and sop_instance_uid = any($2) order by sop_instance_uid for update`,
    [tenantId, sopInstanceUids],
  );
  if (instances.length === 0) return new Map();
  const versions = await transaction.query<VersionRow>(
    `select id, instance_id, bucket, object_key, version_id, byte_count, etag, checksum, sequencer, landed_at, outcome,
       evidence, gone_at is not null as is_gone
     from receipt where tenant_id = $1 and instance_id = any($2)`,
    [tenantId, instances.map(({ id }) => id)],
  );
  const byInstance = Map.groupBy(versions, (row) => row.instance_id);
  return new Map(
    instances.map((instance) => [
      instance.sop_instance_uid,
      {
        instanceId: instance.id,
        studyId: instance.study_id,
        receiptId: instance.receipt_id,
        versions: (byInstance.get(instance.id) ?? []).map(toVersion),
      },
    ]),
  );
}

/** What the receipts of its versions say. */
export function standingOf({ versions, receiptId }: KnownInstance): Standing<KnownVersion> {
  const judgements = new Map<KnownVersion, DuplicateJudgement>();
  for (const version of versions) {
    const { outcome } = version;
    if (outcome !== "identical" && outcome !== "same-header" && outcome !== "conflict") continue;
    // As it was written; nothing reads it on the way back.
    judgements.set(version, {
      outcome,
      evidence: version.evidence as unknown as DuplicateJudgement["evidence"],
    });
  }
  return { versions, first: versions.find((version) => version.receiptId === receiptId), judgements };
}

function toVersion(row: VersionRow): KnownVersion {
  return {
    receiptId: row.id,
    bucket: row.bucket,
    key: row.object_key,
    versionId: row.version_id,
    size: Number(row.byte_count),
    etag: row.etag ?? undefined,
    checksum: row.checksum ?? undefined,
    sequencer: row.sequencer ?? undefined,
    landedAt: row.landed_at,
    outcome: row.outcome,
    evidence: row.evidence,
    isGone: row.is_gone,
  };
}
