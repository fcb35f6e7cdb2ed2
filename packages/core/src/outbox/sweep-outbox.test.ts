import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { SettableClock } from "@accession/testing/settable-clock";
import { expect, test, vi } from "vitest";
import { placeOrder } from "../orders/place-order.ts";
import { type OutboxStore, UnreadableEvents } from "./outbox-store.ts";
import { sweepOutbox } from "./sweep-outbox.ts";

test("publishes the events of every tenant, also when those of one cannot be read", async () => {
  const orders = orderTestContext();
  await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const events = orders.orders.outbox;
  const postponed: string[][] = [];
  const broken = new Error("an envelope that is none");
  const outbox: OutboxStore = {
    unpublished: async () => [
      { tenantId: "broken", id: "e1" },
      { tenantId: TENANT, id: "e2" },
    ],
    load: async (tenantId) => (tenantId === "broken" ? Promise.reject(broken) : events),
    markPublished: async () => undefined,
    postpone: async (tenantId, ids) => void postponed.push([tenantId, ...ids]),
  };
  const publisher = new RecordingPublisher();
  const swept = sweepOutbox({ outbox, publisher, clock: new SettableClock() });
  await expect(swept).rejects.toBe(broken);
  expect(publisher.published).toEqual(events);
  expect(postponed).toEqual([["broken", "e1"]]);
});

test("an event that cannot be read holds up no other of its tenant", async () => {
  const orders = orderTestContext();
  await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const events = orders.orders.outbox;
  const postpone = vi.fn(async () => undefined);
  const outbox: OutboxStore = {
    unpublished: async () => ["poisoned", "good"].map((id) => ({ tenantId: TENANT, id })),
    load: async (_, ids) =>
      ids.includes("poisoned") ? Promise.reject(new UnreadableEvents(["poisoned"])) : events,
    markPublished: async () => undefined,
    postpone,
  };
  const publisher = new RecordingPublisher();
  const clock = new SettableClock();
  const swept = sweepOutbox({ outbox, publisher, clock });
  await expect(swept).rejects.toMatchObject({ code: "outbox.event-unreadable" });
  expect(publisher.published).toEqual(events);
  expect(postpone).toHaveBeenCalledExactlyOnceWith(TENANT, ["poisoned"], clock.now());
});

test("entries that the bus refuses go behind those that it would take", async () => {
  const orders = orderTestContext();
  await placeOrder(orders, { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "1" });
  const [event] = orders.orders.outbox;
  if (event === undefined) throw new Error("nothing was placed");
  const { id } = event.envelope;
  const publisher = new RecordingPublisher();
  publisher.refused.add(id);
  const clock = new SettableClock();
  const postpone = vi.fn(async () => undefined);
  const outbox: OutboxStore = {
    unpublished: async () => [{ tenantId: TENANT, id }],
    load: async () => [event],
    markPublished: async () => undefined,
    postpone,
  };
  expect(await sweepOutbox({ outbox, publisher, clock })).toMatchObject({ failed: 1, published: 0 });
  expect(postpone).toHaveBeenCalledExactlyOnceWith(TENANT, [id], clock.now());
});
