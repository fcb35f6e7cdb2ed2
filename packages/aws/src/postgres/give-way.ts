import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import { allInOrder } from "./all-in-order.ts";
import type { KnownInstance } from "./known-versions.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/**
 * Takes instances out of the index whose first version came only now, before that one is written under the same id, maybe in
 * another study. Locks their studies in the order of their UIDs.
 */
export async function takeOut(
  transaction: TenantTransaction,
  batch: Pick<IngestBatch, "tenantId">,
  replaced: readonly KnownInstance[],
): Promise<void> {
  if (replaced.length === 0) return;
  const ids = replaced.map(({ instanceId }) => instanceId);
  const locked = transaction.query(
    `select from study where tenant_id = $1 and id = any($2) order by study_instance_uid for update`,
    [batch.tenantId, replaced.map(({ studyId }) => studyId)],
  );
  const taken = transaction.query(
    `with gone as (
       delete from instance where tenant_id = $1 and id = any($2) returning study_id, series_id, byte_count
     ), counted as (
       update series e set instance_count = e.instance_count - g.n
       from (select series_id, count(*)::int as n from gone group by 1) g
       where e.tenant_id = $1 and e.id = g.series_id
     )
     update study s set instance_count = s.instance_count - g.n, byte_count = s.byte_count - g.bytes
     from (select study_id, count(*)::int as n, sum(byte_count)::bigint as bytes from gone group by 1) g
     where s.tenant_id = $1 and s.id = g.study_id`,
    [batch.tenantId, ids],
  );
  await allInOrder([locked, taken]);
}

/** What is left to do once they are written: receipts name the study, empty series go, studies that lost one go on without. */
export async function settleReplaced(
  transaction: TenantTransaction,
  batch: Pick<IngestBatch, "tenantId" | "quietAfter">,
  replaced: readonly KnownInstance[],
): Promise<void> {
  if (replaced.length === 0) return;
  const named = transaction.query(
    `update receipt r set study_id = i.study_id from instance i
     where r.tenant_id = $1 and r.instance_id = any($2) and i.tenant_id = $1 and i.id = r.instance_id
       and r.study_id is distinct from i.study_id`,
    [batch.tenantId, replaced.map(({ instanceId }) => instanceId)],
  );
  const studies = replaced.map(({ studyId }) => studyId);
  const emptied = transaction.query(
    `with gone as (
       delete from series where tenant_id = $1 and study_id = any($2) and instance_count = 0 returning study_id
     )
     update study s set series_count = s.series_count - g.n
     from (select study_id, count(*)::int as n from gone group by 1) g
     where s.tenant_id = $1 and s.id = g.study_id`,
    [batch.tenantId, studies],
  );
  // What was told of a study that lost an instance is no longer so: it is told again, unless nothing is left to tell of.
  const toldAgain = transaction.query(
    `update study s set
       arrival_version = s.arrival_version + 1,
       completed_version = case when s.instance_count = 0 then s.arrival_version + 1 else s.completed_version end,
       quiet_after = greatest(s.quiet_after, $3)
     where s.tenant_id = $1 and s.id = any($2)
       and not exists (select from instance i where i.tenant_id = $1 and i.study_id = s.id and i.id = any($4))`,
    [batch.tenantId, studies, batch.quietAfter, replaced.map(({ instanceId }) => instanceId)],
  );
  await allInOrder([named, emptied, toldAgain]);
}
