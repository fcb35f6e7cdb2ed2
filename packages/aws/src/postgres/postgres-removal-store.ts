import type { RemovalStore } from "@accession/core/ingestion/record-removals";
import type { Pool } from "pg";
import { rowsJson } from "./rows-json.ts";
import { settleFiles } from "./settle-files.ts";
import { withTenant } from "./with-tenant.ts";

/** Removals, the receipts that they are of, and the instances' files. */
export function postgresRemovalStore(pool: Pool): RemovalStore {
  return {
    record: (tenantId, removals) =>
      withTenant(
        pool,
        tenantId,
        async (transaction) => {
          const rows = removals.map((removal) => ({
            bucket: removal.bucket,
            object_key: removal.key,
            version_id: removal.versionId,
            removed_at: removal.removedAt,
            removed_as: removal.removedAs,
            correlation_id: removal.eventId,
          }));
          await transaction.query(
            `insert into object_removal (
               tenant_id, bucket, object_key, version_id, removed_at, removed_as, correlation_id)
             select $1, o.bucket, o.object_key, o.version_id, o.removed_at,
               -- Retention's deletions are told by S3 as everybody's are.
               case when exists (select from version_expiry e where e.tenant_id = $1
                 and (e.bucket, e.object_key, e.version_id) = (o.bucket, o.object_key, o.version_id))
                 then 'expired' else o.removed_as end,
               o.correlation_id
             from json_to_recordset($2::json) as o(
               bucket text, object_key text, version_id text, removed_at timestamptz, removed_as text, correlation_id text)
             on conflict do nothing`,
            [tenantId, rowsJson(rows)],
          );
          const changed = await transaction.query<{ instance_id: string | null }>(
            `update receipt r set gone_at = d.removed_at, gone_as = d.removed_as
             from json_to_recordset($2::json) as o(bucket text, object_key text, version_id text)
             join object_removal d on d.tenant_id = $1
               and (d.bucket, d.object_key, d.version_id) = (o.bucket, o.object_key, o.version_id)
             where r.tenant_id = $1 and r.gone_at is null
               and (r.bucket, r.object_key, r.version_id) = (d.bucket, d.object_key, d.version_id)
             returning r.instance_id`,
            [tenantId, rowsJson(rows)],
          );
          const instances = new Set(changed.flatMap((row) => row.instance_id ?? []));
          const withoutFile = await settleFiles(transaction, tenantId, [...instances]);
          return { receipts: changed.length, withoutFile };
        },
        // A batch that is being recorded does not see the removal, nor the removal its receipts: one waits for the other.
        "alone-with-objects",
      ),
  };
}
