import { ourEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { mail, sendMail, sendShortMessages } from "../infra/mail.ts";
import { rule } from "../infra/rule.ts";
import { orders, recordNotices } from "../infra/tables.ts";
import { workQueue } from "../infra/work-queue.ts";

/** How orders end → this queue → e-mails and short messages. Addresses are in the order and the tenant's settings. */
const news = workQueue("Notification", {
  consumerName: "on-order-news",
  consumer: {
    handler: "packages/functions/src/notifications/on-order-news",
    link: [orders, appDatabase, mail],
    permissions: [recordNotices, sendMail, ...sendShortMessages],
    timeoutSeconds: 60,
    inVpc: true,
  },
  // One function sends a few at a time: SES counts messages per second.
  batchSize: 5,
  maximumConcurrency: 5,
  maximumAgeSeconds: 900,
});

rule("OrderNews", {
  ...ourEvents(
    ["accession.orders"],
    ["order.completed", "order.failed", "order.cancelled", "order.needs-review"],
  ),
  to: news,
});
