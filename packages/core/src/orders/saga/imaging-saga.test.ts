import { META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { describe, expect, test } from "vitest";
import { applyCommand } from "../apply-command.ts";
import { cancelOrder } from "../cancel-order.ts";

/** The machine may be busy: what is waited for comes in milliseconds otherwise. */
const PATIENCE = { timeout: 15_000, interval: 2 };

type World = ReturnType<typeof sagaWorld>;
const typesOf = async (world: World, orderId: string) =>
  (await world.orders.timeline(TENANT, orderId)).map(({ type }) => type);
const ledgerOf = (world: World) => [...world.gateway.ledger.values()];
const target = (orderId: string) => ({ tenantId: TENANT, orderId, meta: META });

/** A study arrives; who is told wakes the order that has all its studies now. */
async function arrive(world: World, number: string): Promise<void> {
  const token = world.waits.arrive(TENANT, number, "RIS");
  if (token !== undefined) await world.waker.wake(token);
}

/** Until the run of the order waits by its token. */
const registered = (world: World, orderId: string) =>
  expect.poll(() => world.waits.statesOf(TENANT, orderId).length, PATIENCE).toBe(2);

const FULFILLED = [
  "order.created",
  "order.awaiting-study",
  "study.matched",
  "payment.processed",
  "payment.capture-started",
  "payment.captured",
  "order.completed",
];

describe("an imaging order", () => {
  test("waits for all its studies, then is charged and completed, in at most 14 transitions", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId);
    await registered(world, orderId);
    await arrive(world, "A-1");
    expect(await world.progress(orderId)).toEqual({ status: "AWAITING_STUDY", studies: "awaited" });
    expect(world.payments.payments.size).toBe(0);
    await arrive(world, "A-2");
    const { status, entered } = await run;
    expect([status, entered.length <= 14]).toEqual(["SUCCEEDED", true]);
    expect(await typesOf(world, orderId)).toEqual(FULFILLED);
    expect(ledgerOf(world)).toMatchObject([{ status: "captured", captures: 1 }]);
    expect(world.carrier.shipments.size).toBe(0);
    expect(world.inventory.reservationOf(TENANT, orderId)).toBeUndefined();
  });

  test("does not wait for studies that are there already", async () => {
    const world = sagaWorld();
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    const orderId = await world.placeImaging();
    await world.run(orderId);
    expect(await typesOf(world, orderId)).toEqual(FULFILLED);
  });

  test("is published without a study, a number or a patient", async () => {
    const world = sagaWorld();
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    await world.run(await world.placeImaging());
    expect(world.orders.outbox.map(({ envelope }) => envelope.type)).toEqual([
      "order.created",
      "order.completed",
    ]);
    const told = JSON.stringify([world.orders.outbox, world.publisher.published]);
    for (const secret of ["A-1", "RIS", "PAT-1", "Test^Patient"]) expect(told).not.toContain(secret);
  });

  test("looks again when its task runs out of time, and waits on", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId);
    await registered(world, orderId);
    const [token = ""] = world.waker.waiting;
    world.waker.fail(token, "States.Timeout");
    await expect.poll(() => world.waker.waiting, PATIENCE).toEqual(["token-2"]);
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    expect((await run).entered.filter((name) => name === "AwaitStudy")).toHaveLength(2);
    expect(await typesOf(world, orderId)).toEqual(FULFILLED);
  });

  test("fails when a study is overdue, and gives back the one that came", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId);
    await registered(world, orderId);
    await arrive(world, "A-1");
    world.clock.advance(14 * 86_400);
    for (const token of await world.waits.expire(world.clock.now()))
      await world.waker.abandon(token, "expired");
    await run;
    expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "study-overdue" });
    expect((await typesOf(world, orderId)).slice(2)).toEqual([
      "study.given-up",
      "studies.closed",
      "order.failed",
    ]);
    expect(world.waits.isLinked(TENANT, "A-1", "RIS")).toBe(false);
    expect(world.payments.payments.size).toBe(0);
  });

  test.each([
    ["authorize", ["payment.declined", "studies.released", "order.failed"]],
    ["capture", ["payment.capture-declined", "payment.refunded", "studies.released", "order.failed"]],
  ] as const)("whose payment is declined (%s) gives its studies back", async (declines, end) => {
    const world = sagaWorld();
    world.gateway.declines = declines;
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    const orderId = await world.placeImaging();
    await world.run(orderId);
    expect((await typesOf(world, orderId)).slice(-end.length)).toEqual(end);
    for (const number of ["A-1", "A-2"]) expect(world.waits.isLinked(TENANT, number, "RIS")).toBe(false);
    for (const charge of ledgerOf(world)) expect(charge.captures).toBe(0);
  });

  test("is undone as far as it can be when its studies cannot be given back, and goes to a person", async () => {
    const world = sagaWorld();
    world.gateway.declines = "capture";
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    const orderId = await world.placeImaging();
    await world.run(orderId, 1, { ...world.steps, ReleaseStudies: () => Promise.reject(new Error("away")) });
    expect(await world.progress(orderId)).toMatchObject({
      status: "NEEDS_REVIEW",
      reason: "compensation-incomplete",
      before: { status: "COMPENSATING", outstanding: { studies: "linked" } },
    });
    expect(ledgerOf(world)).toMatchObject([{ status: "voided", captures: 0 }]);
  });

  test("keeps the studies that came while the step that registered still looked", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const { register } = world.waits;
    const { load } = world.orders;
    world.waits.register = async (wait) => {
      const state = await register.call(world.waits, wait);
      world.waits.register = register;
      world.orders.load = async (...about) => {
        world.orders.load = load;
        for (const number of ["A-1", "A-2"]) await arrive(world, number);
        // The task was woken: the order is charged and completed before the function has its answer.
        await world.run(orderId);
        return load.call(world.orders, ...about);
      };
      return state;
    };
    await world.steps["AwaitStudy"]?.({ ...target(orderId), attempt: 1, taskToken: "token" });
    expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
    expect(world.waits.statesOf(TENANT, orderId)).toEqual(["linked", "linked"]);
  });

  test("is not charged before its studies are there, whatever the state machine asks for", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId, 1, {
      ...world.steps,
      // A state machine that forgot to look.
      CheckStudies: async () => ({ outcome: "done", kind: "imaging" }),
    });
    await registered(world, orderId);
    await world.waker.wake(world.waker.waiting[0] ?? "");
    await run;
    expect(world.payments.payments.size).toBe(0);
    expect(await world.progress(orderId)).toMatchObject({ status: "NEEDS_REVIEW", step: "ProcessPayment" });
  });

  test("that a person unlinked between the last link and the look waits on", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId);
    await registered(world, orderId);
    // Woken for a link that is gone by now.
    await world.waker.wake(world.waker.waiting[0] ?? "");
    await expect.poll(() => world.waker.waiting, PATIENCE).toEqual(["token-2"]);
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    await run;
    expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
  });
});

describe("a cancel", () => {
  const cancel = (world: World, orderId: string) =>
    cancelOrder(world.context, target(orderId), { reason: "requested" });

  test("wakes an order that waits: it ends cancelled, its study is back", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const run = world.run(orderId);
    await registered(world, orderId);
    await arrive(world, "A-1");
    const { order } = await cancel(world, orderId);
    expect(order).toMatchObject({ cancelRequested: true, progress: { status: "AWAITING_STUDY" } });
    await run;
    expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
    expect(world.waits.isLinked(TENANT, "A-1", "RIS")).toBe(false);
  });

  test("asked for twice is one, also after the order has ended by it", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    await cancel(world, orderId);
    await cancel(world, orderId);
    await world.run(orderId);
    const before = await typesOf(world, orderId);
    await cancel(world, orderId);
    expect(await typesOf(world, orderId)).toEqual(before);
    expect(before.filter((type) => type === "order.cancel-requested")).toHaveLength(1);
  });

  test("that comes before the registration is found by it", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const register = world.waits.register.bind(world.waits);
    world.waits.register = async (wait) => {
      await cancel(world, orderId);
      return register(wait);
    };
    await world.run(orderId);
    expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
    expect(world.waits.statesOf(TENANT, orderId)).toEqual(["cancelled", "cancelled"]);
  });

  test("whose undoing overtakes the registration leaves nothing registered", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const register = world.waits.register.bind(world.waits);
    world.waits.register = async (wait) => {
      world.waits.register = register;
      await cancel(world, orderId);
      // Another run of the same order undoes it meanwhile.
      await world.run(orderId);
      return register(wait);
    };
    await world.run(orderId);
    expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
    expect(world.waits.statesOf(TENANT, orderId)).toEqual(["cancelled", "cancelled"]);
  });

  test("whose undoing overtakes a registration of a run that died keeps no study", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const register = world.waits.register.bind(world.waits);
    let late: () => Promise<unknown> = async () => undefined;
    world.waits.register = async (wait) => {
      world.waits.register = register;
      late = () => register(wait);
      await cancel(world, orderId);
      throw new Error("no answer");
    };
    await world.run(orderId);
    await late();
    await arrive(world, "A-1");
    expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
    expect(world.waits.isLinked(TENANT, "A-1", "RIS")).toBe(false);
  });

  test("holds when nobody can be woken: the sweeper does it", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    await applyCommand(world.context, target(orderId), { type: "start-waiting" });
    world.waits.release = () => Promise.reject(new Error("away"));
    const { order, unwoken } = await cancel(world, orderId);
    expect([order.cancelRequested, unwoken]).toEqual([true, new Error("away")]);
  });

  test("is refused with why once it is too late", async () => {
    const world = sagaWorld();
    for (const number of ["A-1", "A-2"]) await arrive(world, number);
    const orderId = await world.placeImaging();
    await world.run(orderId);
    await expect(cancel(world, orderId)).rejects.toMatchObject({
      kind: "conflict",
      code: "order.cancel-too-late",
    });
    const failed = await world.place();
    await world.run(failed);
    await expect(cancel(world, failed)).rejects.toMatchObject({ code: "order.cancel-finished" });
    await expect(cancel(world, "01990000-0000-7000-8000-00000000ffff")).rejects.toMatchObject({
      code: "order.not-found",
    });
  });
});
