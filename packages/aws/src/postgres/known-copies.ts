import type { Copy } from "@accession/core/ingestion/judge-duplicate";
import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import { objectIdentity, type UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { rowsJson, storableText } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** An instance that the index holds. */
export interface KnownCopy extends Copy, ObjectVersion {
  readonly instanceId: string;
  readonly studyId: string;
}

interface CopyRow {
  readonly id: string;
  readonly study_id: string;
  readonly sop_instance_uid: string;
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly byte_count: string;
  readonly etag: string | null;
  readonly checksum: string | null;
  readonly attributes: Record<string, string>;
}

/** Identities of those versions that have their receipt already. */
export async function receiptedVersions(
  transaction: TenantTransaction,
  tenantId: string,
  objects: readonly UploadedObject[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ bucket: string; object_key: string; version_id: string }>(
    `select r.bucket, r.object_key, r.version_id
     from json_to_recordset($2::json) as o(bucket text, object_key text, version_id text)
     join receipt r on r.tenant_id = $1 and (r.bucket, r.object_key, r.version_id) = (o.bucket, o.object_key, o.version_id)`,
    [
      tenantId,
      rowsJson(objects.map((o) => ({ bucket: o.bucket, object_key: o.key, version_id: o.versionId }))),
    ],
  );
  return new Set(
    rows.map((row) => objectIdentity({ bucket: row.bucket, key: row.object_key, versionId: row.version_id })),
  );
}

/** The identity of a version as the database holds it. */
export function storedIdentity(object: ObjectVersion): string {
  return objectIdentity({ ...object, key: storableText(object.key) });
}

/** The instances with these SOP Instance UIDs, by UID. */
export async function knownCopies(
  transaction: TenantTransaction,
  tenantId: string,
  sopInstanceUids: readonly string[],
): Promise<Map<string, KnownCopy>> {
  if (sopInstanceUids.length === 0) return new Map();
  const rows = await transaction.query<CopyRow>(
    `select id, study_id, sop_instance_uid, bucket, object_key, version_id, byte_count, etag, checksum, attributes
     from instance where tenant_id = $1 and sop_instance_uid = any($2)`,
    [tenantId, sopInstanceUids],
  );
  return new Map(
    rows.map((row) => [
      row.sop_instance_uid,
      {
        instanceId: row.id,
        studyId: row.study_id,
        bucket: row.bucket,
        key: row.object_key,
        versionId: row.version_id,
        size: Number(row.byte_count),
        etag: row.etag ?? undefined,
        checksum: row.checksum ?? undefined,
        attributes: row.attributes,
      },
    ]),
  );
}
