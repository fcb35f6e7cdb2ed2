import type { TenantDirectory, TenantSettings } from "@accession/core/tenants/tenant-directory";
import type { Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { withTenant } from "./with-tenant.ts";

/** A changed setting takes effect within this time. */
const KEEP_MS = 60_000;

interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly quiet_period_seconds: number;
  readonly default_issuer: string | null;
}

/** The registry in Postgres. Tenants that were found are kept for a minute: every batch asks for the same few. */
export function postgresTenantDirectory(pool: Pool): TenantDirectory {
  const kept = new Map<string, { tenant: TenantSettings; until: number }>();

  async function bySlug(slug: string): Promise<TenantSettings | undefined> {
    const found = kept.get(slug);
    if (found !== undefined && found.until > performance.now()) return found.tenant;
    const [row] = await acrossTenants<{ id: string | null }>(
      pool,
      "select id from across_tenants.tenant_by_slug($1) as id",
      [slug],
    );
    if (row?.id == null) return undefined;
    const tenant = await byId(row.id);
    if (tenant !== undefined) kept.set(slug, { tenant, until: performance.now() + KEEP_MS });
    return tenant;
  }

  async function byId(tenantId: string): Promise<TenantSettings | undefined> {
    const [row] = await withTenant(pool, tenantId, (transaction) =>
      transaction.query<TenantRow>(
        "select id, slug, quiet_period_seconds, default_issuer from tenant where id = $1",
        [tenantId],
      ),
    );
    return row && toSettings(row);
  }

  return { bySlug, byId };
}

function toSettings(row: TenantRow): TenantSettings {
  return {
    id: row.id,
    slug: row.slug,
    quietPeriodSeconds: row.quiet_period_seconds,
    defaultIssuer: row.default_issuer ?? undefined,
  };
}
