import {
  type GivenNotificationSettings,
  notificationSettingsSchema,
} from "@accession/core/notifications/notification-settings";
import type { Client } from "pg";

/** A tenant as the registry holds it. What is left out takes the default of the table. */
export interface TenantRegistration {
  /** UUID; never changes. */
  readonly id: string;
  /** Lower case letters, digits and hyphens, 1 to 63: the tenant's segment in object keys. */
  readonly slug: string;
  /** 0 to 900. */
  readonly quietPeriodSeconds?: number;
  readonly defaultIssuer?: string;
  readonly retentionDays?: number;
  readonly timeZone?: string;
  /** Operators' addresses and the tenant's own texts; what is left out stays as it is. */
  readonly notifications?: GivenNotificationSettings;
}

/**
 * Writes a tenant's registry row as the owner of the database; the same id again replaces its settings. Throws a ZodError
 * for notifications that no message could be made of.
 */
export async function registerTenant(owner: Client, tenant: TenantRegistration): Promise<void> {
  const settings = tenant.notifications && {
    notifications: notificationSettingsSchema.parse(tenant.notifications),
  };
  await owner.query("begin");
  try {
    await owner.query("select set_config('app.tenant_id', $1, true)", [tenant.id]);
    await owner.query(
      `insert into tenant (id, slug, quiet_period_seconds, default_issuer, retention_days, time_zone, settings)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (id) do update set slug = excluded.slug,
         quiet_period_seconds = excluded.quiet_period_seconds, default_issuer = excluded.default_issuer,
         retention_days = excluded.retention_days, time_zone = excluded.time_zone,
         settings = tenant.settings || excluded.settings`,
      [
        tenant.id,
        tenant.slug,
        tenant.quietPeriodSeconds ?? 60,
        tenant.defaultIssuer ?? null,
        tenant.retentionDays ?? null,
        tenant.timeZone ?? "UTC",
        JSON.stringify(settings ?? {}),
      ],
    );
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}
