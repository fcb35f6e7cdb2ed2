import type { TenantTransaction } from "./with-tenant.ts";

/**
 * Lets instances point at a version that is there: the stored one, or else an identical one, by landing. Where none is left
 * they keep the stored one's address, and say since when it is gone. Answers how many are without a file.
 */
export async function settleFiles(
  transaction: TenantTransaction,
  tenantId: string,
  instanceIds: readonly string[],
): Promise<number> {
  if (instanceIds.length === 0) return 0;
  const settled = await transaction.query<{ is_gone: boolean }>(
    `update instance i set bucket = f.bucket, object_key = f.object_key, version_id = f.version_id, etag = f.etag,
       file_gone_at = f.gone_at, file_gone_as = f.gone_as
     from (
       select distinct on (r.instance_id) r.* from receipt r
       where r.tenant_id = $1 and r.instance_id = any($2) and r.outcome in ('stored', 'identical')
       order by r.instance_id, r.gone_at is not null, r.outcome <> 'stored', r.landed_at, r.bucket collate "C",
         r.object_key collate "C", r.version_id collate "C"
     ) f
     where i.tenant_id = $1 and i.id = f.instance_id
     returning i.file_gone_at is not null as is_gone`,
    [tenantId, instanceIds],
  );
  return settled.filter((row) => row.is_gone).length;
}
