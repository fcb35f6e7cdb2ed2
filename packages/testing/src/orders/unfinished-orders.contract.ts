/** What every index of unfinished orders does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import { evolve, placedOrder } from "@accession/core/orders/evolve";
import type { Order } from "@accession/core/orders/order";
import { orderChange } from "@accession/core/orders/order-change";
import type { OrderEvent } from "@accession/core/orders/order-event";
import type { OrderStore } from "@accession/core/orders/order-store";
import type { UnfinishedOrders } from "@accession/core/orders/unfinished-orders";
import { describe, expect, test } from "vitest";
import { SettableClock } from "../settable-clock.ts";
import { goodsDetails, META } from "./goods-order.ts";

export function unfinishedOrdersContract(
  makeStores: () => Promise<{ readonly orders: OrderStore; readonly unfinished: UnfinishedOrders }>,
): void {
  const clock = new SettableClock();
  const stamp = { clock, ids: { next: () => randomUUID() }, homeRegion: "eu-central-1" };
  const change = (order: Order, event: OrderEvent) => orderChange(stamp, { meta: META }, order, event);

  const placed = async (orders: OrderStore) => {
    const event = {
      type: "order.created",
      details: goodsDetails({ tenantId: randomUUID(), orderId: randomUUID() }),
    } as const;
    const order = placedOrder(event);
    const expiresAt = "2026-11-22T08:00:00.000Z";
    await orders.create(change(order, event), { key: randomUUID(), digest: "d", expiresAt });
    return { order, id: { tenantId: event.details.tenantId, orderId: event.details.orderId } };
  };
  /** What is due at a time, of one order: a store may be shared. */
  const isDue = async (unfinished: UnfinishedOrders, orderId: string, at?: string) =>
    (await unfinished.due(at === undefined ? undefined : new Date(at), 1000))
      .filter((found) => found.orderId === orderId)
      .map(({ lookAt: _lookAt, ...id }) => id);

  describe("UnfinishedOrders", () => {
    test("has an order until it ends, from the time on that it says", async () => {
      const { orders, unfinished } = await makeStores();
      const { order, id } = await placed(orders);
      expect(await isDue(unfinished, id.orderId, "2026-11-21T08:05:00Z")).toEqual([]);
      expect(await isDue(unfinished, id.orderId, "2026-11-21T08:05:00.001Z")).toEqual([id]);
      expect(await isDue(unfinished, id.orderId)).toEqual([id]);
      const refused = { type: "inventory.refused", reason: "out-of-stock", skus: [] } as const;
      const turned = evolve(order, refused);
      await orders.save(change(turned, refused));
      expect(await isDue(unfinished, id.orderId)).toEqual([id]);
      const review = { type: "order.needs-review", step: "FailOrder", reason: "step-failed" } as const;
      await orders.save(change(evolve(turned, review), review));
      expect(await isDue(unfinished, id.orderId)).toEqual([]);
    });

    test("puts the look at an order off, unless it has moved on meanwhile", async () => {
      const { orders, unfinished } = await makeStores();
      const { order, id } = await placed(orders);
      await unfinished.postpone(order, "2026-11-21T10:00:00.000Z");
      expect(await isDue(unfinished, id.orderId, "2026-11-21T10:00:00Z")).toEqual([]);
      expect(await isDue(unfinished, id.orderId, "2026-11-21T10:00:01Z")).toEqual([id]);
      const reserved = { type: "inventory.reserved" } as const;
      const next = evolve(order, reserved);
      await orders.save(change(next, reserved));
      await unfinished.postpone(order, "2026-11-21T12:00:00.000Z");
      expect(await isDue(unfinished, id.orderId, "2026-11-21T08:06:00Z")).toEqual([id]);
      expect(await orders.load(id.tenantId, id.orderId)).toEqual(next);
    });

    test("puts off an order that it found, unless its time has changed meanwhile", async () => {
      const { orders, unfinished } = await makeStores();
      const { order, id } = await placed(orders);
      const [found] = (await unfinished.due(undefined, 1000)).filter(({ orderId }) => orderId === id.orderId);
      if (found === undefined) throw new Error("the order is not there");
      expect(found).toEqual({ ...id, lookAt: "2026-11-21T08:05:00.000Z" });
      await unfinished.putOff(found, "2026-11-21T10:00:00.000Z");
      expect(await isDue(unfinished, id.orderId, "2026-11-21T10:00:00Z")).toEqual([]);
      expect(await isDue(unfinished, id.orderId, "2026-11-21T10:00:01Z")).toEqual([id]);
      await unfinished.putOff(found, "2026-11-21T12:00:00.000Z");
      expect(await isDue(unfinished, id.orderId, "2026-11-21T10:00:01Z")).toEqual([id]);
      expect(await orders.load(id.tenantId, id.orderId)).toEqual(order);
    });

    test("answers no more of each shard than asked for", async () => {
      const { orders, unfinished } = await makeStores();
      for (let count = 0; count < 3; count++) await placed(orders);
      expect((await unfinished.due(undefined, 1)).length).toBeGreaterThanOrEqual(1);
      expect((await unfinished.due(undefined, 1)).length).toBeLessThanOrEqual(8);
    });
  });
}
