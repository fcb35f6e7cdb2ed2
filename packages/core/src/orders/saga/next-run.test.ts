import { META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { describe, expect, test } from "vitest";
import { applyCommand } from "../apply-command.ts";

/** The machine may be busy: what is waited for comes in milliseconds otherwise. */
const PATIENCE = { timeout: 15_000, interval: 2 };

type World = ReturnType<typeof sagaWorld>;
const target = (orderId: string) => ({ tenantId: TENANT, orderId, meta: META });

/** The studies of the order arrive; who is told of the last one wakes its run. */
async function arrive(world: World): Promise<void> {
  for (const number of ["A-1", "A-2"]) {
    const token = world.waits.arrive(TENANT, number, "RIS");
    if (token !== undefined) await world.waker.wake(token);
  }
}

/** Until the run of the order waits by its token. */
const registered = (world: World, orderId: string) =>
  expect.poll(() => world.waits.statesOf(TENANT, orderId).length, PATIENCE).toBe(2);

/** The record says that another run goes on. */
const startAttempt = (world: World, orderId: string, attempt: number) =>
  applyCommand(world.context, { ...target(orderId), attempt }, { type: "start-attempt", attempt });

describe("the next run", () => {
  test("waits on for an order whose run died while it waited; the dead run's token wakes nobody", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    void world.run(orderId);
    await registered(world, orderId);
    await startAttempt(world, orderId, 2);
    const second = world.run(orderId, 2);
    await expect.poll(() => world.waker.waiting, PATIENCE).toEqual(["token-1", "token-2"]);
    await arrive(world);
    await second;
    expect(world.waker.waiting).toEqual(["token-1"]);
    expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
    expect([...world.gateway.ledger.values()]).toMatchObject([{ captures: 1 }]);
  });

  test("stops one of a lower number that was believed dead", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const first = world.run(orderId);
    await registered(world, orderId);
    await startAttempt(world, orderId, 2);
    await world.waker.wake(world.waker.waiting[0] ?? "");
    expect((await first).entered.slice(-3)).toEqual(["CheckStudies", "Matched?", "Ended"]);
    expect(await world.progress(orderId)).toEqual({ status: "AWAITING_STUDY", studies: "awaited" });
  });

  test("keeps its token when the one before registers late, and that one ends", async () => {
    const world = sagaWorld();
    const orderId = await world.placeImaging();
    const register = world.waits.register.bind(world.waits);
    let second: Promise<unknown> | undefined;
    world.waits.register = async (wait) => {
      world.waits.register = register;
      await startAttempt(world, orderId, 2);
      second = world.run(orderId, 2);
      await registered(world, orderId);
      return register(wait);
    };
    const first = await world.run(orderId);
    expect(first.entered.at(-1)).toBe("Ended");
    expect(world.waker.waiting).toEqual(["token-2"]);
    await arrive(world);
    await second;
    expect(await world.progress(orderId)).toMatchObject({ status: "COMPLETED" });
  });
});
