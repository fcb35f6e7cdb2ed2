import { AppError } from "@accession/core/errors";
import {
  type NotificationSettingsSource,
  notificationSettingsSchema,
} from "@accession/core/notifications/notification-settings";
import type { Pool } from "pg";
import { withTenant } from "../postgres/with-tenant.ts";

/** From the registry: `notifications` in the tenant's settings. */
export function postgresNotificationSettings(pool: Pool): NotificationSettingsSource {
  return {
    async of(tenantId) {
      const [row] = await withTenant(pool, tenantId, (transaction) =>
        transaction.query<{ readonly notifications: unknown }>(
          "select settings -> 'notifications' as notifications from tenant where id = $1",
          [tenantId],
        ),
      );
      const settings = notificationSettingsSchema.safeParse(row?.notifications ?? {});
      if (settings.success) return settings.data;
      throw new AppError(
        "invalid",
        "tenant.notifications-malformed",
        "The tenant's settings for notifications cannot be read.",
      );
    },
  };
}
