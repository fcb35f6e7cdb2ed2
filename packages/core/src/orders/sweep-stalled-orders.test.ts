import { META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { expect, test } from "vitest";
import { applyCommand } from "./apply-command.ts";
import { MAX_DEATHS } from "./decide-attempt.ts";
import type { ExecutionState } from "./saga-executions.ts";
import type { SagaInput } from "./saga-starter.ts";
import { sweepStalledOrders } from "./sweep-stalled-orders.ts";

/** A world in which executions are what a test says they are, and starts are noted. */
function stalledWorld() {
  const world = sagaWorld();
  const states = new Map<string, ExecutionState>();
  const started: SagaInput[] = [];
  const failures: unknown[] = [];
  const context = {
    ...world.context,
    unfinished: world.orders,
    executions: {
      stateOf: async ({ orderId, attempt }: Pick<SagaInput, "orderId" | "attempt">) =>
        states.get(`${orderId}-${attempt}`) ?? "absent",
    },
    starter: {
      start: async (input: SagaInput) => {
        started.push(input);
        states.set(`${input.orderId}-${input.attempt}`, "running");
      },
    },
  };
  const sweep = (all = false) =>
    sweepStalledOrders(context, {
      all,
      atMostPerShard: 100,
      onFailure: (_, error) => failures.push(error),
    });
  const target = (orderId: string) => ({ tenantId: TENANT, orderId, meta: META });
  return { ...world, context, states, started, failures, sweep, target };
}

const nothing = { running: 0, started: 0, review: 0, ended: 0, failed: 0 };

test("nobody looks before it is time, unless asked to look at all", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "ended");
  expect(await world.sweep()).toEqual(nothing);
  expect(await world.sweep(true)).toEqual({ ...nothing, started: 1 });
});

test("an order whose start was lost is started, as the run that it was to be", async () => {
  const world = stalledWorld();
  const orderId = await world.place();
  world.clock.advance(301);
  expect(await world.sweep()).toEqual({ ...nothing, started: 1 });
  expect(world.started).toEqual([{ tenantId: TENANT, orderId, attempt: 1, meta: META }]);
  expect(await world.sweep()).toEqual(nothing);
});

test("an order whose run died goes on as the next one, which is on its record and in its history", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "ended");
  world.clock.advance(301);
  await world.sweep();
  expect(world.started).toMatchObject([{ orderId, attempt: 2, meta: { correlationId: META.correlationId } }]);
  expect((await world.orders.load(TENANT, orderId))?.attempt).toBe(2);
  expect((await world.orders.timeline(TENANT, orderId)).at(-1)).toMatchObject({
    type: "order.attempt-started",
    attempt: 2,
  });
});

test("a run that was recorded and not started is started by the next look, and not counted twice", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "ended");
  const { start } = world.context.starter;
  world.context.starter.start = async () => Promise.reject(new Error("crashed before the start"));
  expect(await world.sweep(true)).toEqual({ ...nothing, failed: 1 });
  expect(world.failures).toHaveLength(1);
  world.context.starter.start = start;
  expect(await world.sweep(true)).toEqual({ ...nothing, started: 1 });
  expect(world.started.map(({ attempt }) => attempt)).toEqual([2]);
});

test("two sweepers at a time make one run", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "ended");
  await Promise.all([world.sweep(true), world.sweep(true), world.sweep(true)]);
  expect(new Set(world.started.map(({ attempt }) => attempt))).toEqual(new Set([2]));
  const types = (await world.orders.timeline(TENANT, orderId)).map(({ type }) => type);
  expect(types.filter((type) => type === "order.attempt-started")).toHaveLength(1);
});

test("a run that lives is looked at again later, one that waits for studies rarely", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "running");
  world.clock.advance(301);
  expect(await world.sweep()).toEqual({ ...nothing, running: 1 });
  expect(await world.sweep()).toEqual(nothing);
  await applyCommand(world.context, world.target(orderId), { type: "start-waiting" });
  world.clock.advance(3599);
  expect(await world.sweep()).toEqual(nothing);
  world.clock.advance(2);
  expect(await world.sweep()).toEqual({ ...nothing, running: 1 });
  expect(world.started).toEqual([]);
});

test("a waiting order whose cancel was written by somebody who died then is woken within a minute or two", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "running");
  const run = world.run(orderId);
  await expect
    .poll(() => world.waits.statesOf(TENANT, orderId), { timeout: 15_000 })
    .toEqual(["waiting", "waiting"]);
  await applyCommand(world.context, world.target(orderId), { type: "request-cancel", reason: "requested" });
  expect(world.waker.waiting).toHaveLength(1);
  world.clock.advance(61);
  expect(await world.sweep()).toEqual({ ...nothing, running: 1 });
  expect((await run).status).toBe("SUCCEEDED");
  expect(await world.progress(orderId)).toEqual({ status: "CANCELLED", reason: "cancelled" });
});

test("an order that waits, and that nobody cancelled, waits on", async () => {
  const world = stalledWorld();
  const orderId = await world.placeImaging();
  world.states.set(`${orderId}-1`, "running");
  void world.run(orderId);
  await expect.poll(() => world.waker.waiting, { timeout: 15_000 }).toHaveLength(1);
  expect(await world.sweep(true)).toEqual({ ...nothing, running: 1 });
  expect(world.waits.statesOf(TENANT, orderId)).toEqual(["waiting", "waiting"]);
  expect(world.waker.waiting).toHaveLength(1);
});

test("an order whose runs keep dying goes to a person, and is looked at no more", async () => {
  const world = stalledWorld();
  const orderId = await world.place();
  world.states.set(`${orderId}-1`, "ended");
  for (let death = 0; death < MAX_DEATHS; death++) {
    expect(await world.sweep(true)).toEqual({ ...nothing, started: 1 });
    for (const key of world.states.keys()) world.states.set(key, "ended");
  }
  expect(await world.sweep(true)).toEqual({ ...nothing, review: 1 });
  expect(await world.progress(orderId)).toMatchObject({
    status: "NEEDS_REVIEW",
    step: "OrderSaga",
    reason: "saga-keeps-dying",
  });
  expect(world.orders.outbox.at(-1)?.envelope.type).toBe("order.needs-review");
  expect(await world.sweep(true)).toEqual(nothing);
});

test("one order that cannot be looked at does not hold up the others", async () => {
  const world = stalledWorld();
  const [first, second] = [await world.placeImaging(), await world.place()];
  const { stateOf } = world.context.executions;
  world.context.executions.stateOf = async (run) => {
    if (run.orderId === first) throw new Error("away");
    return stateOf(run);
  };
  expect(await world.sweep(true)).toEqual({ ...nothing, failed: 1, started: 1 });
  expect(world.started.map(({ orderId }) => orderId)).toEqual([second]);
});

test("orders that have ended are not among the unfinished", async () => {
  const world = stalledWorld();
  await world.stock(10);
  await world.run(await world.place());
  expect(await world.sweep(true)).toEqual(nothing);
});

test("orders that fail at every look do not take the others' turn", async () => {
  const world = stalledWorld();
  const [broken, sound] = [await world.place(), await world.place()];
  world.clock.advance(301);
  const sweepOne = () =>
    sweepStalledOrders(
      {
        ...world.context,
        starter: {
          start: async (input: SagaInput) => {
            if (input.orderId === broken) throw new Error("Step Functions refuses this one");
            await world.context.starter.start(input);
          },
        },
      },
      { all: false, atMostPerShard: 1, onFailure: (_, error) => world.failures.push(error) },
    );
  expect(await sweepOne()).toEqual({ ...nothing, failed: 1 });
  expect(await sweepOne()).toEqual({ ...nothing, started: 1 });
  expect(world.started).toMatchObject([{ orderId: sound }]);
  world.clock.advance(301);
  expect(await sweepOne()).toMatchObject({ failed: 1 });
});
