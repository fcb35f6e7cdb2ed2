/** inventory.reserved → a pick list; inventory.released, order.failed, order.cancelled → it is withdrawn. */
import { inventoryReleased } from "@accession/events/inventory/inventory.released";
import { inventoryReserved } from "@accession/events/inventory/inventory.reserved";
import { orderCancelled } from "@accession/events/orders/order.cancelled";
import { orderFailed } from "@accession/events/orders/order.failed";
import { z } from "zod";
import { pickLists } from "../runtime/composition-orders.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const news = z.union([
  inventoryReserved.schema,
  inventoryReleased.schema,
  orderFailed.schema,
  orderCancelled.schema,
]);

export const handler = queueHandler(z.object({ detail: news }), async ({ body: { detail } }) => {
  const { tenantId, aggregateId: orderId, occurredAt } = detail;
  if (detail.type === "inventory.reserved") {
    await pickLists().open(tenantId, { orderId, lines: detail.data.lines, reservedAt: occurredAt });
    return;
  }
  // An order of imaging has nothing on a shelf.
  if ("kind" in detail.data && detail.data.kind === "imaging") return;
  await pickLists().withdraw(tenantId, orderId, occurredAt);
});
