import type { RetentionStore } from "@accession/core/retention/sweep-retention";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { rowsJson } from "./rows-json.ts";
import { withTenant } from "./with-tenant.ts";

/** What is due by receipts, studies and links; `version_expiry` holds what is to go and what went. */
export function postgresRetentionStore(pool: Pool): RetentionStore {
  return {
    async tenants() {
      const rows = await acrossTenants<{ id: string; retention_days: number }>(
        pool,
        "select id, retention_days from across_tenants.tenants_with_retention()",
        [],
      );
      return rows.map(({ id, retention_days }) => ({ tenantId: id, retentionDays: retention_days }));
    },

    decide: (tenantId, due, { now, atMost }) =>
      withTenant(pool, tenantId, async (transaction) => {
        await transaction.query(DECIDE, [tenantId, due.landed, due.fulfilled, now, atMost]);
        const rows = await transaction.query<{ bucket: string; object_key: string; version_id: string }>(
          `select bucket, object_key, version_id from version_expiry
           where tenant_id = $1 and deleted_at is null order by decided_at, object_key, version_id limit $2`,
          [tenantId, atMost],
        );
        return rows.map((row) => ({ bucket: row.bucket, key: row.object_key, versionId: row.version_id }));
      }),

    async done(tenantId, versions, at) {
      await withTenant(pool, tenantId, (transaction) =>
        transaction.query(
          `update version_expiry e set deleted_at = $3
           from json_to_recordset($2::json) as o(bucket text, key text, "versionId" text)
           where e.tenant_id = $1 and e.deleted_at is null
             and (e.bucket, e.object_key, e.version_id) = (o.bucket, o.key, o."versionId")`,
          [tenantId, rowsJson(versions), at],
        ),
      );
    },
  };
}

/** No more than fit beside those that are not done yet. */
const DECIDE = `
  insert into version_expiry (tenant_id, bucket, object_key, version_id, decided_at)
  select r.tenant_id, r.bucket, r.object_key, r.version_id, $4
  from receipt r left join study s on s.tenant_id = r.tenant_id and s.id = r.study_id
  where r.tenant_id = $1 and r.gone_at is null and r.received_at < $2 and r.landed_at < $2
    and not exists (select from version_expiry e where e.tenant_id = r.tenant_id
      and (e.bucket, e.object_key, e.version_id) = (r.bucket, r.object_key, r.version_id))
    and (s.id is null or (
      s.last_arrived_at < $2 and not s.completed_version < s.arrival_version
      and not exists (select from study_link l
        join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
        where l.tenant_id = s.tenant_id and l.study_id = s.id and (l.status = 'proposed'
          or (l.status = 'linked' and (p.fulfilled_at is null or p.fulfilled_at > $3))))
      and not exists (select from study_accession_number n
        join expected_procedure p on p.tenant_id = n.tenant_id and p.accession_number = n.accession_number
        where n.tenant_id = s.tenant_id and n.study_id = s.id and p.state = 'waiting')))
  order by r.received_at, r.id
  limit greatest(0, $5 - (select count(*) from version_expiry e where e.tenant_id = $1 and e.deleted_at is null))
  on conflict do nothing`;
