import { goodsDetails, TENANT } from "@accession/testing/orders/goods-order";
import { expect, it } from "vitest";
import type { Order } from "../orders/order.ts";
import type { ListedOrder } from "./order-reading.ts";
import { type OrdersContext, orderStages } from "./verify-orders.ts";

const ASOF = new Date("2026-11-21T12:00:00.000Z");
const EARLIER = new Date("2026-11-21T11:00:00.000Z");
const tenant = { id: TENANT, slug: "demo" };

const order: Order = {
  details: goodsDetails(),
  version: 3,
  cancelRequested: false,
  attempt: 1,
  deaths: 0,
  progress: { status: "RESERVED" },
};
const listed: ListedOrder = { order, lookAt: "2026-11-21T11:59:00.000Z" };

/** One order that has lost its run and its stock, as far as the first look tells. */
function context(current: { readonly order?: Order; readonly changedAt?: Date } = {}): OrdersContext {
  return {
    orders: {
      orders: async () => ({ rows: [listed], cursor: undefined }),
      byIds: async () => new Map([[order.details.orderId, current.order ?? order]]),
      changedAt: async () => current.changedAt ?? EARLIER,
      reservations: async () => new Map(),
      unpublished: async () => [],
    },
    executions: { stateOf: async () => "ended" },
    payments: { ofOrders: async () => new Map(), payments: async () => ({ rows: [], cursor: undefined }) },
    procedures: {
      ofOrders: async () => new Map(),
      procedures: async () => ({ rows: [], cursor: undefined }),
    },
  };
}

async function verify(over: OrdersContext, since?: Date) {
  const [stage] = orderStages(over);
  const portion = await stage?.portion(tenant, { asOf: ASOF, since }, undefined);
  return {
    laws: portion?.violations.map(({ law }) => law),
    checked: portion?.checked,
    counts: portion?.counts,
  };
}

it("names an order that stands since before the watermark and disagrees with its stores", async () => {
  const { laws, checked, counts } = await verify(context());
  expect(laws).toEqual(["order-goes-on", "order-has-stock"]);
  expect(checked).toMatchObject({ "order-goes-on": 1, "order-events-published": 3 });
  expect(counts).toEqual({ "orders RESERVED": 1 });
});

it("leaves one alone that moved while it was looked at, or after the watermark", async () => {
  expect((await verify(context({ order: { ...order, version: 4 } }))).laws).toEqual([]);
  expect((await verify(context({ changedAt: new Date(ASOF.getTime() + 1) }))).laws).toEqual([]);
});

it("leaves orders alone that were placed before what is asked for", async () => {
  const { laws, checked } = await verify(context(), new Date("2026-11-21T11:30:00.000Z"));
  expect(laws).toEqual([]);
  expect(checked?.["order-goes-on"]).toBe(0);
});

it("names an event by its id, and one that nobody can read by its order", async () => {
  const { orderId } = order.details;
  const over = context();
  const unpublished = async () => [
    { orderId, version: 1, event: { id: "e1", type: "order.created" } },
    { orderId, version: 2 },
  ];
  const stages = orderStages({ ...over, orders: { ...over.orders, unpublished } });
  const portion = await stages.at(-1)?.portion(tenant, { asOf: ASOF, since: undefined }, undefined);
  expect(portion?.violations).toMatchObject([
    { problem: "not-published", subject: { kind: "event", id: "e1" }, repairable: true },
    { problem: "unreadable", subject: { kind: "order", id: orderId }, facts: { version: 2 } },
  ]);
  expect(portion?.violations[1]).not.toHaveProperty("repairable");
});

it("refuses a cursor that is no id", async () => {
  const [stage] = orderStages(context());
  await expect(stage?.portion(tenant, { asOf: ASOF, since: undefined }, "x")).rejects.toMatchObject({
    code: "request.invalid-cursor",
  });
});
