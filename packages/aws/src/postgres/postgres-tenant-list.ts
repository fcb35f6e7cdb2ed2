import type { TenantList, WalkedTenant } from "@accession/core/verification/walk-tenants";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { withTenant } from "./with-tenant.ts";

/** Ids and slugs of all tenants, from the registry in Postgres. */
export function postgresTenantList(pool: Pool): TenantList {
  return {
    after: (after, limit) =>
      acrossTenants<WalkedTenant>(pool, "select id, slug from across_tenants.tenants_after($1, $2)", [
        after,
        limit,
      ]),
    async byId(tenantId) {
      const [tenant] = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<WalkedTenant>("select id, slug from tenant where id = $1", [tenantId]),
      );
      return tenant;
    },
  };
}
