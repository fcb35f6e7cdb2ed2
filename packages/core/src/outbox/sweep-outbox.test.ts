import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { expect, test } from "vitest";
import { placeOrder } from "../orders/place-order.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { sweepOutbox } from "./sweep-outbox.ts";

test("publishes the events of every tenant, also when those of one cannot be read", async () => {
  const orders = orderTestContext();
  await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const events = orders.orders.outbox;
  const broken = new Error("an envelope that is none");
  const outbox: OutboxStore = {
    unpublished: async () => [
      { tenantId: "broken", id: "e1" },
      { tenantId: TENANT, id: "e2" },
    ],
    load: async (tenantId) => (tenantId === "broken" ? Promise.reject(broken) : events),
    markPublished: async () => undefined,
  };
  const publisher = new RecordingPublisher();
  const swept = sweepOutbox({ outbox, publisher, clock: new SettableClock() });
  await expect(swept).rejects.toBe(broken);
  expect(publisher.published).toEqual(events);
});
