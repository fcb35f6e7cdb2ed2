/** What every OrderStore does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import { evolve, placedOrder } from "@accession/core/orders/evolve";
import type { Order } from "@accession/core/orders/order";
import { orderChange } from "@accession/core/orders/order-change";
import type { OrderEvent } from "@accession/core/orders/order-event";
import type { OrderStore } from "@accession/core/orders/order-store";
import { describe, expect, test } from "vitest";
import { countedIds } from "../counted-ids.ts";
import { SettableClock } from "../settable-clock.ts";
import { goodsDetails, META } from "./goods-order.ts";

export function orderStoreContract(makeStore: () => Promise<OrderStore>): void {
  const ids = countedIds();
  const stamp = { clock: new SettableClock(), ids: { next: () => randomUUID() }, homeRegion: "eu-central-1" };
  const change = (order: Order, event: OrderEvent) => orderChange(stamp, { meta: META }, order, event);
  const registration = (key = randomUUID()) => ({ key, digest: "d1", expiresAt: "2026-11-22T08:00:00.000Z" });

  /** Each test has a tenant of its own, so that a store may be shared. */
  const placing = (tenantId = randomUUID()) => {
    const event = {
      type: "order.created",
      details: goodsDetails({ tenantId, orderId: ids.next() }),
    } as const;
    const order = placedOrder(event);
    return { order, change: change(order, event), tenantId, orderId: event.details.orderId };
  };

  describe("OrderStore", () => {
    test("gives back the order as it was written", async () => {
      const store = await makeStore();
      const { change: created, order, tenantId, orderId } = placing();
      expect(await store.create(created, registration())).toEqual({ outcome: "created" });
      expect(await store.load(tenantId, orderId)).toEqual(order);
      expect(await store.timeline(tenantId, orderId)).toEqual([created.entry]);
    });

    test("keeps tenants apart", async () => {
      const store = await makeStore();
      const { change: created, orderId } = placing();
      await store.create(created, registration());
      expect(await store.load(randomUUID(), orderId)).toBeUndefined();
      expect(await store.timeline(randomUUID(), orderId)).toEqual([]);
      expect((await store.list(randomUUID(), { limit: 10 })).orders).toEqual([]);
    });

    test("registers a key for one order, for each tenant by itself", async () => {
      const store = await makeStore();
      const first = placing();
      const key = randomUUID();
      await store.create(first.change, registration(key));
      const second = placing(first.tenantId);
      expect(await store.create(second.change, { ...registration(key), digest: "d2" })).toEqual({
        outcome: "registered",
        orderId: first.orderId,
        digest: "d1",
      });
      expect(await store.load(second.tenantId, second.orderId)).toBeUndefined();
      expect(await store.create(placing().change, registration(key))).toEqual({ outcome: "created" });
    });

    test("says which order a key stands for, until it has expired", async () => {
      const store = await makeStore();
      const first = placing();
      const key = randomUUID();
      const at = (time: string) => store.registered(first.tenantId, key, new Date(time));
      expect(await at("2026-11-21T09:00:00Z")).toBeUndefined();
      await store.create(first.change, registration(key));
      expect(await at("2026-11-21T09:00:00Z")).toEqual({ orderId: first.orderId, digest: "d1" });
      expect(await at("2026-11-22T08:00:01Z")).toBeUndefined();
      expect(await store.registered(randomUUID(), key, new Date("2026-11-21T09:00:00Z"))).toBeUndefined();
    });

    test("lets a key be used again once its registration has expired", async () => {
      const store = await makeStore();
      const first = placing();
      const key = randomUUID();
      await store.create(first.change, { ...registration(key), expiresAt: "2026-11-20T08:00:00.000Z" });
      expect(await store.create(placing(first.tenantId).change, registration(key))).toEqual({
        outcome: "created",
      });
    });

    test("lets a number that was drawn be nobody else's of its issuer, and one that was brought anybody's", async () => {
      const store = await makeStore();
      const claim = { issuer: "RIS", accessionNumber: "7H3K9", drawn: true };
      const first = placing();
      expect(await store.create(first.change, registration(), [claim])).toEqual({ outcome: "created" });
      const second = placing(first.tenantId);
      const key = randomUUID();
      const taken = { outcome: "number-taken" };
      expect(await store.create(second.change, registration(key), [claim])).toEqual(taken);
      expect(await store.load(second.tenantId, second.orderId)).toBeUndefined();
      // The key is still free, and so is the number with another issuer and for another tenant.
      const elsewhere = [{ ...claim, issuer: "" }];
      expect(await store.create(second.change, registration(key), elsewhere)).toEqual({ outcome: "created" });
      expect(await store.create(placing().change, registration(), [claim])).toEqual({ outcome: "created" });
      const brought = [{ ...claim, drawn: false }];
      const third = placing(first.tenantId);
      expect(await store.create(third.change, registration(), brought)).toEqual({ outcome: "created" });
      expect(await store.create(placing(first.tenantId).change, registration(), [claim])).toEqual(taken);
    });

    test("finds the order of a key although its number is in use: the order's own", async () => {
      const store = await makeStore();
      const claim = { issuer: "", accessionNumber: "7H3K9", drawn: true };
      const [first, key] = [placing(), randomUUID()];
      await store.create(first.change, registration(key), [claim]);
      expect(await store.create(placing(first.tenantId).change, registration(key), [claim])).toMatchObject({
        outcome: "registered",
        orderId: first.orderId,
      });
    });

    test("makes one order of 20 concurrent requests with one key", async () => {
      const store = await makeStore();
      const { tenantId } = placing();
      const key = randomUUID();
      const results = await Promise.all(
        Array.from({ length: 20 }, () => store.create(placing(tenantId).change, registration(key))),
      );
      expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
      expect((await store.list(tenantId, { limit: 50 })).orders).toHaveLength(1);
    });

    test("writes the next version only, and history with it", async () => {
      const store = await makeStore();
      const { change: created, order, tenantId, orderId } = placing();
      await store.create(created, registration());
      const event = { type: "inventory.reserved" } as const;
      const reserved = change(evolve(order, event), event);
      await store.save(reserved);
      await expect(store.save(reserved)).rejects.toMatchObject({ code: "order.version-conflict" });
      expect(await store.load(tenantId, orderId)).toEqual(reserved.order);
      expect((await store.timeline(tenantId, orderId)).map(({ type }) => type)).toEqual([
        "order.created",
        "inventory.reserved",
      ]);
    });

    test("lets one of two writers of the same version through", async () => {
      const store = await makeStore();
      const { change: created, order, tenantId, orderId } = placing();
      await store.create(created, registration());
      const event = { type: "inventory.reserved" } as const;
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, () => store.save(change(evolve(order, event), event))),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await store.timeline(tenantId, orderId)).toHaveLength(2);
    });

    test("lists newest first, by pages and by status", async () => {
      const store = await makeStore();
      const placed = [placing()];
      for (let index = 1; index < 5; index++) placed.push(placing(placed[0]?.tenantId));
      for (const each of placed) await store.create(each.change, registration());
      const [first] = placed;
      if (first === undefined) throw new Error("nothing was placed");
      const event = { type: "inventory.reserved" } as const;
      await store.save(change(evolve(first.order, event), event));

      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list(first.tenantId, { limit: 2, ...(cursor !== undefined && { cursor }) });
        expect(page.orders.length).toBeLessThanOrEqual(2);
        seen.push(...page.orders.map((order) => order.details.orderId));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(placed.map(({ orderId }) => orderId).reverse());

      const reserved = await store.list(first.tenantId, { limit: 10, status: "RESERVED" });
      expect(reserved.orders.map((order) => order.details.orderId)).toEqual([first.orderId]);
    });

    test("refuses a cursor that it did not give", async () => {
      const store = await makeStore();
      await expect(store.list(randomUUID(), { limit: 2, cursor: "not-a-cursor" })).rejects.toMatchObject({
        code: "request.invalid-cursor",
      });
    });
  });
}
