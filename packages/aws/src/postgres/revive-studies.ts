import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import type { TenantTransaction } from "./with-tenant.ts";

/**
 * Holds studies that further versions are about to be recorded of: retention waits for the versions, and sees them; or they
 * wait for it, and `reviveStudies` sees that it took the study.
 */
export async function holdStudies(
  transaction: TenantTransaction,
  tenantId: string,
  studyIds: readonly string[],
): Promise<void> {
  if (studyIds.length === 0) return;
  await transaction.query(
    "select from study where tenant_id = $1 and id = any($2) order by study_instance_uid for key share",
    [tenantId, studyIds],
  );
}

/**
 * Takes retention's word back of studies that have files again: a further version of something that they had. They are told
 * as complete again, since orders may have come that were not matched with them.
 */
export async function reviveStudies(
  transaction: TenantTransaction,
  batch: Pick<IngestBatch, "tenantId" | "now" | "quietAfter">,
  studyIds: readonly string[],
): Promise<void> {
  if (studyIds.length === 0) return;
  await transaction.query(
    `update study s set retired_at = null, arrival_version = s.arrival_version + 1,
       quiet_after = greatest(s.quiet_after, $3), last_arrived_at = greatest(s.last_arrived_at, $4)
     where s.tenant_id = $1 and s.id = any($2) and s.retired_at is not null and exists (
       select from receipt r where r.tenant_id = s.tenant_id and r.study_id = s.id and r.gone_at is null
         and not exists (select from version_expiry e where e.tenant_id = r.tenant_id
           and (e.bucket, e.object_key, e.version_id) = (r.bucket, r.object_key, r.version_id)))`,
    [batch.tenantId, studyIds, batch.quietAfter, batch.now],
  );
}
