import { goodsRequest, META, TENANT } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import { applyCommand } from "./apply-command.ts";
import { compensateOrder, resolveOrder, retryOrder } from "./review-order.ts";
import type { SagaInput } from "./saga-starter.ts";

const ACTOR = { ...META, actor: "operator-1" };
let world: ReturnType<typeof sagaWorld>;
let context: (typeof world)["context"] & { starter: { start: (input: SagaInput) => Promise<void> } };
beforeEach(async () => {
  world = sagaWorld();
  context = { ...world.context, starter: { start: vi.fn(async () => undefined) } };
  await world.stock(10);
});

const target = (orderId: string) => ({ tenantId: TENANT, orderId, meta: ACTOR });
const typesOf = async (orderId: string) =>
  (await world.orders.timeline(TENANT, orderId)).map(({ type }) => type);
const stock = () =>
  Promise.all(
    goodsRequest().lines.map(async ({ sku }) => {
      const found = await world.inventory.get(TENANT, sku);
      return [found?.available, found?.reserved];
    }),
  );
const FULL = [
  [10, 0],
  [10, 0],
];

/** An order whose gateway never answers from the given step on. */
async function stuckAt(step: "ProcessPayment" | "CapturePayment", lost: "lost" | "answer-lost" = "lost") {
  const orderId = await world.place();
  await world.run(orderId, 1, {
    ...world.steps,
    [step]: async (payload) => {
      world.gateway.nextFault = () => lost;
      return world.steps[step]?.(payload);
    },
  });
  expect((await world.progress(orderId)).status).toBe("NEEDS_REVIEW");
  world.gateway.nextFault = () => "none";
  return orderId;
}

test("a retry goes on as the next run and completes, charged once; who and why is in the timeline", async () => {
  const orderId = await stuckAt("ProcessPayment");
  const { order } = await retryOrder(context, target(orderId), { reason: "cause-mended" });
  expect([order.attempt, order.progress.status]).toEqual([2, "RESERVED"]);
  expect(context.starter.start).toHaveBeenCalledWith({ tenantId: TENANT, orderId, attempt: 2, meta: ACTOR });
  await world.run(orderId, 2);
  expect((await world.progress(orderId)).status).toBe("COMPLETED");
  expect([...world.gateway.ledger.values()]).toMatchObject([{ status: "captured", captures: 1 }]);
  const entry = (await world.orders.timeline(TENANT, orderId)).find(({ type }) => type === "order.retried");
  expect(entry).toMatchObject({ meta: { actor: "operator-1" }, facts: { reason: "cause-mended" } });
});

test("a retry of a capture whose answer was lost charges once", async () => {
  const orderId = await stuckAt("CapturePayment", "answer-lost");
  await retryOrder(context, target(orderId), { reason: "checked-with-gateway" });
  await world.run(orderId, 2);
  expect((await world.progress(orderId)).status).toBe("COMPLETED");
  expect([...world.gateway.ledger.values()]).toMatchObject([{ status: "captured", captures: 1 }]);
});

test("the run of before does nothing to it any more, not even flag it", async () => {
  const orderId = await stuckAt("ProcessPayment");
  await retryOrder(context, target(orderId), { reason: "cause-mended" });
  const stuck = { step: "ProcessPayment", reason: "outcome-unknown" };
  const flag = { tenantId: TENANT, orderId, attempt: 1, meta: META, stuck };
  expect(await world.steps["FlagForReview"]?.(flag)).toMatchObject({ outcome: "finished" });
  expect((await world.progress(orderId)).status).toBe("RESERVED");
});

test("a compensation of an authorization whose outcome is unknown voids it and gives the stock back", async () => {
  const orderId = await stuckAt("ProcessPayment", "answer-lost");
  const { order } = await compensateOrder(context, target(orderId), { reason: "agreed-with-customer" });
  expect([order.attempt, order.progress.status]).toEqual([2, "COMPENSATING"]);
  await world.run(orderId, 2);
  expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "outcome-unknown" });
  expect([...world.gateway.ledger.values()]).toMatchObject([{ status: "voided", captures: 0 }]);
  expect(await stock()).toEqual(FULL);
});

test.each([
  ["answer-lost", "refunded", ["payment.processed", "payment.captured", "payment.refunded"]],
  ["lost", "voided", ["payment.processed", "payment.refunded"]],
] as const)(
  "a capture that was %s is %s by a compensation, and its events tell so",
  async (lost, status, published) => {
    const orderId = await stuckAt("CapturePayment", lost);
    await compensateOrder(context, target(orderId), { reason: "agreed-with-customer" });
    await world.run(orderId, 2);
    expect((await world.progress(orderId)).status).toBe("FAILED");
    expect([...world.gateway.ledger.values()]).toMatchObject([{ status }]);
    expect([...world.payments.payments.values()]).toMatchObject([{ status }]);
    expect(world.publisher.published.map(({ envelope }) => envelope.type)).toEqual(published);
    expect(await stock()).toEqual(FULL);
    const last = world.publisher.published.at(-1)?.envelope.data;
    expect(last).toMatchObject({ how: status });
  },
);

test("goods that may be with the carrier hold back the refund and the stock: a person decides again", async () => {
  const orderId = await world.place();
  await world.run(orderId, 1, {
    ...world.steps,
    ReleaseShipment: async () => {
      await world.carrier.release({ tenantId: TENANT, reference: orderId });
      throw new Error("the answer was lost");
    },
  });
  expect((await world.progress(orderId)).status).toBe("NEEDS_REVIEW");
  await compensateOrder(context, target(orderId), { reason: "agreed-with-customer" });
  await world.run(orderId, 2);
  expect(await world.progress(orderId)).toMatchObject({
    status: "NEEDS_REVIEW",
    reason: "compensation-incomplete",
  });
  expect([...world.gateway.ledger.values()]).toMatchObject([{ status: "captured" }]);
  expect((await stock()).map(([, held]) => held)).not.toContain(0);
  await resolveOrder(context, target(orderId), { as: "completed", reason: "checked-with-carrier" });
  expect((await stock()).map(([, held]) => held)).toEqual([0, 0]);
});

test("a completed order of imaging that lost its study is paid back, and its studies are free", async () => {
  const orderId = await world.placeImaging();
  for (const number of ["A-1", "A-2"]) world.waits.arrive(TENANT, number, "RIS");
  await world.run(orderId);
  await applyCommand(context, target(orderId), { type: "report-unlinked-study", eventId: "e-1" });
  await compensateOrder(context, target(orderId), { reason: "study-withdrawn" });
  await world.run(orderId, 2);
  expect(await world.progress(orderId)).toEqual({ status: "FAILED", reason: "study-unlinked" });
  expect([...world.gateway.ledger.values()]).toMatchObject([{ status: "refunded", captures: 1 }]);
  expect(world.waits.statesOf(TENANT, orderId)).toEqual(["cancelled", "cancelled"]);
});

test("a resolution ends the order, moves its stock, and tells of it once; its note is in no event", async () => {
  const orderId = await stuckAt("ProcessPayment");
  const request = { as: "failed", reason: "written-off", note: "SMITH-MARKER called" } as const;
  const order = await resolveOrder(context, target(orderId), request);
  expect(order).toMatchObject({
    progress: { status: "FAILED", reason: "written-off" },
    resolution: { note: request.note },
  });
  expect(await stock()).toEqual(FULL);
  const told = world.orders.outbox.map(({ envelope }) => envelope.type);
  expect(told.filter((type) => type === "order.failed")).toHaveLength(1);
  expect(JSON.stringify([world.orders.outbox, await world.orders.timeline(TENANT, orderId)])).not.toContain(
    "SMITH",
  );
  expect((await typesOf(orderId)).at(-1)).toBe("order.resolved");
});

test("a resolution whose process died before the stock followed is done by its repetition", async () => {
  const orderId = await stuckAt("ProcessPayment");
  const request = { as: "cancelled", reason: "duplicate" } as const;
  const release = context.inventory.release.bind(context.inventory);
  context.inventory.release = () => Promise.reject(new Error("away"));
  await expect(resolveOrder(context, target(orderId), request)).rejects.toThrow("away");
  context.inventory.release = release;
  await resolveOrder(context, target(orderId), request);
  expect(await stock()).toEqual(FULL);
  expect((await typesOf(orderId)).filter((type) => type === "order.resolved")).toHaveLength(1);
});

test("a decision whose run cannot be started holds, and says so", async () => {
  const orderId = await stuckAt("ProcessPayment");
  context.starter.start = () => Promise.reject(new Error("away"));
  expect(await retryOrder(context, target(orderId), { reason: "cause-mended" })).toMatchObject({
    order: { attempt: 2 },
    unstarted: expect.any(Error),
  });
});

test("an order that needs nobody is left alone: 409", async () => {
  const orderId = await world.place();
  const conflict = expect.objectContaining({ kind: "conflict", code: "order.review-not-needed" });
  await expect(retryOrder(context, target(orderId), { reason: "duplicate" })).rejects.toEqual(conflict);
  await expect(compensateOrder(context, target(orderId), { reason: "duplicate" })).rejects.toEqual(conflict);
  await expect(resolveOrder(context, target(orderId), { as: "failed", reason: "duplicate" })).rejects.toEqual(
    conflict,
  );
});
