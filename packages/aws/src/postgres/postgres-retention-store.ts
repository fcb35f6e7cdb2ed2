import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import type { RetentionStore } from "@accession/core/retention/sweep-retention";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { rowsJson } from "./rows-json.ts";
import { withTenant } from "./with-tenant.ts";

/** What is due by receipts, studies and links; `version_expiry` holds what is to go and what went. */
export function postgresRetentionStore(pool: Pool): RetentionStore {
  async function set(
    column: "decided_at" | "deleted_at",
    tenantId: string,
    versions: readonly ObjectVersion[],
    at: Date,
  ): Promise<void> {
    await withTenant(pool, tenantId, (transaction) =>
      transaction.query(
        `update version_expiry e set ${column} = $3
         from json_to_recordset($2::json) as o(bucket text, key text, "versionId" text)
         where e.tenant_id = $1 and e.deleted_at is null
           and (e.bucket, e.object_key, e.version_id) = (o.bucket, o.key, o."versionId")`,
        [tenantId, rowsJson(versions), at],
      ),
    );
  }

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
        const query = (text: string, limit: number, ...more: readonly Date[]) =>
          transaction.query<VersionRow>(text, [tenantId, due.landed, due.fulfilled, limit, ...more]);
        const pending = await query(PENDING, Math.floor(atMost / 2));
        const decided = await query(DECIDE, atMost - pending.length, now);
        return [...pending, ...decided].map((row) => ({
          bucket: row.bucket,
          key: row.object_key,
          versionId: row.version_id,
        }));
      }),

    putBack: (tenantId, versions, at) => set("decided_at", tenantId, versions, at),
    done: (tenantId, versions, at) => set("deleted_at", tenantId, versions, at),
  };
}

interface VersionRow {
  readonly bucket: string;
  readonly object_key: string;
  readonly version_id: string;
}

/** The receipts `r` whose versions are to go. */
const DUE = `
  r.received_at < $2 and r.landed_at < $2
  and (s.id is null or (
    s.last_arrived_at < $2 and not s.completed_version < s.arrival_version
    and not exists (select from study_link l
      join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
      where l.tenant_id = s.tenant_id and l.study_id = s.id and (l.status = 'proposed'
        or (l.status = 'linked' and (p.fulfilled_at is null or p.fulfilled_at > $3))))
    and not exists (select from study_accession_number n
      join expected_procedure p on p.tenant_id = n.tenant_id and p.accession_number = n.accession_number
      where n.tenant_id = s.tenant_id and n.study_id = s.id and p.state = 'waiting')))`;

/**
 * What was decided and not done. A day may lie between: an order that came to need it, and a tenant that keeps for longer now,
 * are asked again. What is gone already is only to be noted.
 */
const PENDING = `
  select e.bucket, e.object_key, e.version_id
  from version_expiry e
  join receipt r on r.tenant_id = e.tenant_id
    and (r.bucket, r.object_key, r.version_id) = (e.bucket, e.object_key, e.version_id)
  left join study s on s.tenant_id = r.tenant_id and s.id = r.study_id
  where e.tenant_id = $1 and e.deleted_at is null and (r.gone_at is not null or ${DUE})
  order by e.decided_at, e.object_key, e.version_id limit $4`;

const DECIDE = `
  insert into version_expiry (tenant_id, bucket, object_key, version_id, decided_at)
  select r.tenant_id, r.bucket, r.object_key, r.version_id, $5
  from receipt r left join study s on s.tenant_id = r.tenant_id and s.id = r.study_id
  where r.tenant_id = $1 and r.gone_at is null
    and not exists (select from version_expiry e where e.tenant_id = r.tenant_id
      and (e.bucket, e.object_key, e.version_id) = (r.bucket, r.object_key, r.version_id))
    and ${DUE}
  order by r.received_at, r.id limit $4
  on conflict do nothing
  returning bucket, object_key, version_id`;
