import {
  type RegisteredTenant,
  SlugTaken,
  TenantNotFound,
  type TenantRegistry,
  type TenantSettingsToSet,
  TenantVersionMismatch,
  tenantSettingsSchema,
} from "@accession/core/tenants/tenant-registry";
import { DatabaseError, type Pool } from "pg";
import { acrossTenants } from "./across-tenants.ts";
import { decodeIds, encodeIds } from "./list-cursor.ts";
import { withTenant } from "./with-tenant.ts";

/** The registry in Postgres. Every row is read and written in a transaction of its own tenant. */
export function postgresTenantRegistry(pool: Pool): TenantRegistry {
  const read = (id: string) =>
    withTenant(pool, id, (transaction) =>
      transaction.query<TenantRow>(`select ${COLUMNS} from tenant where id = $1`, [id]),
    );

  const idOf = async (slug: string): Promise<string> => {
    const [found] = await acrossTenants<{ id: string | null }>(
      pool,
      "select id from across_tenants.tenant_by_slug($1) as id",
      [slug],
    );
    if (found?.id == null) throw new TenantNotFound();
    return found.id;
  };

  return {
    async list({ limit, cursor }) {
      const after = cursor === undefined ? null : decodeIds(cursor, 1, "/query/cursor")[0];
      const found = await acrossTenants<{ id: string; slug: string }>(
        pool,
        "select id, slug from across_tenants.tenants_after($1, $2)",
        [after, limit + 1],
      );
      const page = found.slice(0, limit);
      const items: RegisteredTenant[] = [];
      // The system's own has no settings that anybody sets.
      for (const { id, slug } of page) if (slug !== "_system") items.push(...(await read(id)).map(toTenant));
      const last = page.at(-1);
      return { items, cursor: found.length > limit && last ? encodeIds([last.id]) : undefined };
    },

    async get(slug) {
      return one(await read(await idOf(slug)));
    },

    async register({ id, slug, settings }) {
      try {
        await withTenant(pool, id, (transaction) =>
          transaction.query(
            `insert into tenant (id, slug, quiet_period_seconds, default_issuer, retention_days, time_zone, settings)
             values ($1, $2, $3, $4, $5, $6, $7)`,
            [id, slug, ...values(settings)],
          ),
        );
      } catch (error) {
        // Unique keys hold across tenants, whatever row-level security shows.
        if (error instanceof DatabaseError && error.constraint === "tenant_slug_key") throw new SlugTaken();
        throw error;
      }
      return one(await read(id));
    },

    async set(slug, settings, version) {
      const id = await idOf(slug);
      const changed = await withTenant(pool, id, (transaction) =>
        transaction.query<TenantRow>(
          `update tenant set quiet_period_seconds = $3, default_issuer = $4, retention_days = $5, time_zone = $6,
             settings = (settings - 'notifications') || $7, version = version + 1
           where id = $1 and version = $2 returning ${COLUMNS}`,
          [id, version, ...values(settings)],
        ),
      );
      if (changed.length === 0) throw new TenantVersionMismatch();
      return one(changed);
    },
  };
}

const COLUMNS = `id, slug, version, quiet_period_seconds, default_issuer, retention_days, time_zone,
  settings -> 'notifications' as notifications`;

interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly quiet_period_seconds: number;
  readonly default_issuer: string | null;
  readonly retention_days: number | null;
  readonly time_zone: string;
  readonly notifications: unknown;
}

function values(settings: TenantSettingsToSet): unknown[] {
  const { quietPeriodSeconds, defaultIssuer, retentionDays, timeZone, notifications } = settings;
  const rest = JSON.stringify(notifications === undefined ? {} : { notifications });
  return [quietPeriodSeconds, defaultIssuer ?? null, retentionDays ?? null, timeZone, rest];
}

function toTenant(row: TenantRow): RegisteredTenant {
  return {
    id: row.id,
    slug: row.slug,
    version: row.version,
    settings: tenantSettingsSchema.parse({
      quietPeriodSeconds: row.quiet_period_seconds,
      defaultIssuer: row.default_issuer ?? undefined,
      retentionDays: row.retention_days ?? undefined,
      timeZone: row.time_zone,
      notifications: row.notifications ?? undefined,
    }),
  };
}

function one(rows: readonly TenantRow[]): RegisteredTenant {
  const [row] = rows;
  if (row === undefined) throw new TenantNotFound();
  return toTenant(row);
}
