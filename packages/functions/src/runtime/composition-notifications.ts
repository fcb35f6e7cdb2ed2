/** What tells people of orders is made of. One of the few readers of `Resource`; everything on first use. */
import { awsMessenger } from "@accession/aws/notifications/aws-messenger";
import { postgresNotificationSettings } from "@accession/aws/notifications/postgres-notification-settings";
import type { NotifyContext } from "@accession/core/notifications/notify-of-order";
import { Resource } from "sst";
import { noticeStore, orderContext } from "./composition-orders.ts";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

/** Needs the links OrdersTable, AppDatabase and MailSender. */
export const notifyContext = lazy(
  (): NotifyContext => ({
    orders: orderContext().orders,
    settings: postgresNotificationSettings(appPool()),
    notices: noticeStore(),
    messenger: awsMessenger({ sender: Resource.MailSender.address }),
    clock: orderContext().clock,
  }),
);
