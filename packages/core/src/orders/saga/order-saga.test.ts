import { goodsRequest, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { expect, test } from "vitest";
import { applyCommand } from "../apply-command.ts";

const stockOf = async (world: ReturnType<typeof sagaWorld>) =>
  Promise.all(
    goodsRequest().lines.map(async ({ sku }) => {
      const stock = await world.inventory.get(TENANT, sku);
      return [stock?.available, stock?.reserved];
    }),
  );
const typesOf = async (world: ReturnType<typeof sagaWorld>, orderId: string) =>
  (await world.orders.timeline(TENANT, orderId)).map(({ type }) => type);
const ledgerOf = (world: ReturnType<typeof sagaWorld>) => [...world.gateway.ledger.values()];

test("an order that finds stock, money and a carrier is completed, in at most 14 transitions", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  const run = await world.run(orderId);
  expect(run.status).toBe("SUCCEEDED");
  expect(run.entered.length).toBeLessThanOrEqual(14);
  expect(await typesOf(world, orderId)).toEqual([
    "order.created",
    "inventory.reserved",
    "payment.processed",
    "shipment.created",
    "payment.capture-started",
    "payment.captured",
    "shipment.released",
    "order.completed",
  ]);
  expect(world.orders.outbox.map(({ envelope }) => envelope.type)).toEqual([
    "order.created",
    "inventory.reserved",
    "shipment.created",
    "order.completed",
  ]);
  expect(world.publisher.published.map(({ envelope }) => envelope.type)).toEqual([
    "payment.processed",
    "payment.captured",
  ]);
  expect(await stockOf(world)).toEqual([
    [8, 0],
    [5, 0],
  ]);
  expect(ledgerOf(world)).toMatchObject([{ status: "captured", captures: 1 }]);
});

test("an order without stock fails, and nobody is asked for money", async () => {
  const world = sagaWorld();
  await world.stock(3);
  const orderId = await world.place();
  await world.run(orderId);
  expect(await typesOf(world, orderId)).toEqual([
    "order.created",
    "inventory.refused",
    "inventory.closed",
    "order.failed",
  ]);
  expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "out-of-stock" });
  expect(world.payments.payments.size).toBe(0);
  expect(await stockOf(world)).toEqual([
    [3, 0],
    [3, 0],
  ]);
});

test("a declined payment gives the stock back", async () => {
  const world = sagaWorld();
  world.gateway.declines = "authorize";
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId);
  expect(await typesOf(world, orderId)).toEqual([
    "order.created",
    "inventory.reserved",
    "payment.declined",
    "inventory.released",
    "order.failed",
  ]);
  expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "card-declined" });
  expect(await stockOf(world)).toEqual([
    [10, 0],
    [10, 0],
  ]);
});

test("a refused address voids the authorization", async () => {
  const world = sagaWorld();
  world.carrier.refuses = true;
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId);
  expect((await typesOf(world, orderId)).slice(-4)).toEqual([
    "shipment.refused",
    "payment.refunded",
    "inventory.released",
    "order.failed",
  ]);
  expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
});

test("a refused capture is before the pivot: everything is undone", async () => {
  const world = sagaWorld();
  world.gateway.declines = "capture";
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId);
  expect((await typesOf(world, orderId)).slice(-5)).toEqual([
    "payment.capture-declined",
    "shipment.cancelled",
    "payment.refunded",
    "inventory.released",
    "order.failed",
  ]);
  expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
  expect([...world.carrier.shipments.values()]).toEqual(["cancelled"]);
});

test("nothing is captured after the authorization ended", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId, 1, {
    ...world.steps,
    CapturePayment: async (payload) => {
      world.clock.advance(8 * 86_400);
      return world.steps["CapturePayment"]?.(payload);
    },
  });
  expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "authorization-expired" });
  expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
});

test.each(["lost", "answer-lost"] as const)(
  "an authorization whose call is %s is asked for again, and made once",
  async (fault) => {
    const world = sagaWorld();
    await world.stock(10);
    let calls = 0;
    world.gateway.nextFault = () => (++calls === 1 ? fault : "none");
    const orderId = await world.place();
    await world.run(orderId);
    expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
    expect(ledgerOf(world)).toMatchObject([{ status: "captured", captures: 1 }]);
  },
);

test("an outcome that stays unknown goes to a person, with nothing undone", async () => {
  const world = sagaWorld();
  await world.stock(10);
  world.gateway.nextFault = () => "answer-lost";
  const orderId = await world.place();
  const run = await world.run(orderId);
  expect(run.status).toBe("SUCCEEDED");
  expect(await world.progress(orderId)).toEqual({
    status: "NEEDS_REVIEW",
    step: "ProcessPayment",
    reason: "outcome-unknown",
    before: { status: "RESERVED" },
  });
  expect(await stockOf(world)).toEqual([
    [8, 2],
    [5, 5],
  ]);
});

test("a compensation that keeps failing goes to a person, and the others are done all the same", async () => {
  const world = sagaWorld();
  world.gateway.declines = "capture";
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId, 1, {
    ...world.steps,
    RefundPayment: () => Promise.reject(new Error("away")),
  });
  expect(await world.progress(orderId)).toMatchObject({
    status: "NEEDS_REVIEW",
    step: "FailOrder",
    reason: "compensation-incomplete",
    before: { status: "COMPENSATING", outstanding: { payment: { paymentId: expect.any(String) } } },
  });
  expect([...world.carrier.shipments.values()]).toEqual(["cancelled"]);
  expect(await stockOf(world)).toEqual([
    [10, 0],
    [10, 0],
  ]);
});

test("a cancel that comes before the pivot ends the order as cancelled", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  const target = { tenantId: TENANT, orderId, meta: { correlationId: "c", causationId: "r", actor: "u" } };
  await world.run(orderId, 1, {
    ...world.steps,
    CapturePayment: async (payload) => {
      await applyCommand(world.context, target, { type: "request-cancel", reason: "customer" });
      return world.steps["CapturePayment"]?.(payload);
    },
  });
  expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
  expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
  expect(await stockOf(world)).toEqual([
    [10, 0],
    [10, 0],
  ]);
});

test("an execution that died is continued by the next attempt from the order's record", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  const away = () => Promise.reject(new Error("away"));
  const run = await world.run(orderId, 1, { ...world.steps, CapturePayment: away, FlagForReview: away });
  expect(run.status).toBe("FAILED");
  await world.run(orderId, 2);
  expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
  const timeline = await world.orders.timeline(TENANT, orderId);
  expect(timeline.map(({ attempt }) => attempt)).toEqual([undefined, 1, 1, 1, 2, 2, 2, 2]);
  expect(timeline.every(({ meta }) => meta.correlationId === timeline[0]?.meta.correlationId)).toBe(true);
});

test("an attempt on an order that has ended changes nothing", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId);
  const before = await typesOf(world, orderId);
  expect((await world.run(orderId, 2)).entered).toEqual(["ReserveInventory", "Reserved?", "Ended"]);
  expect(await typesOf(world, orderId)).toEqual(before);
});

test("goods never leave before they are paid, even when their release is asked for too early", async () => {
  const world = sagaWorld();
  await world.stock(10);
  const orderId = await world.place();
  await world.run(orderId, 1, {
    ...world.steps,
    // A state machine that forgot to charge.
    CapturePayment: async () => ({ outcome: "done" }),
  });
  expect([...world.carrier.shipments.values()]).not.toContain("released");
  expect(ledgerOf(world)).toMatchObject([{ captures: 0 }]);
  expect(await world.progress(orderId)).toMatchObject({ status: "NEEDS_REVIEW", step: "ReleaseShipment" });
});

test("a void that an authorization overtakes in our record is tried until the record says voided", async () => {
  const world = sagaWorld();
  await world.stock(10);
  world.carrier.refuses = true;
  const orderId = await world.place();
  // The gateway has authorized and a cancel turns the order round before the step's result is written; the write of
  // that step, which nobody waits for any more, then comes between the void and its own record.
  const { settle } = world.payments;
  let late: (() => Promise<boolean>) | undefined;
  world.payments.settle = async (change) => {
    if (change.payment.status === "authorized") {
      late = () => settle.call(world.payments, change);
      throw new Error("the function's time is over");
    }
    await late?.();
    late = undefined;
    return settle.call(world.payments, change);
  };
  const target = { tenantId: TENANT, orderId, meta: { correlationId: "c", causationId: "r", actor: "u" } };
  await world.run(orderId, 1, {
    ...world.steps,
    ProcessPayment: async (payload) => {
      await world.steps["ProcessPayment"]?.(payload).catch(() => {});
      await applyCommand(world.context, target, { type: "request-cancel", reason: "customer" });
      await applyCommand(world.context, target, { type: "give-up-for-cancel" });
      return { outcome: "compensate" };
    },
  });
  expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
  expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
  expect([...world.payments.payments.values()]).toMatchObject([{ status: "voided" }]);
});
