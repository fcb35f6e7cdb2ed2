/** POST /v1/ops/repairs/orders: goes on with orders whose run is gone, and publishes events that were left. */
import { lookAtOrder } from "@accession/core/orders/sweep-stalled-orders";
import { z } from "zod";
import { relayOrderOutbox } from "../outbox/relay-order-outbox.ts";
import { orderOutboxContext } from "../runtime/composition-order-outbox.ts";
import { stalledContext } from "../runtime/composition-stalled.ts";
import { idsOf, repairRoute, type ToldViolation } from "./repair-route.ts";

const eventFacts = z.object({ orderId: z.uuid(), version: z.int().positive() });

export const handler = repairRoute("orders", "Go on with orders, publish their events", async (all) => {
  let repaired = 0;
  for (const [tenantId, violations] of Map.groupBy(all, (violation) => violation.tenantId)) {
    for (const orderId of idsOf(violations, "order-goes-on")) {
      const look = await lookAtOrder(stalledContext(), { tenantId, orderId });
      if (look === "started") repaired += 1;
    }
    repaired += await publish(tenantId, violations);
  }
  return repaired;
});

async function publish(tenantId: string, violations: readonly ToldViolation[]): Promise<number> {
  const context = orderOutboxContext();
  const images: Record<string, unknown>[] = [];
  for (const { law, facts } of violations) {
    const event = eventFacts.safeParse(facts);
    if (law !== "order-events-published" || !event.success) continue;
    const item = await context.outbox.load(tenantId, event.data.orderId, event.data.version);
    if (item !== undefined) images.push(item);
  }
  const failed = await relayOrderOutbox(
    context,
    images.map((image) => ({ sequenceNumber: String(image["sk"]), image })),
  );
  return images.length - failed.length;
}
