import { placeOrder } from "@accession/core/orders/place-order";
import { flagForReview } from "@accession/core/orders/saga/flag-for-review";
import { goodsRequest, META } from "@accession/testing/orders/goods-order";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import type { HttpHandler } from "../runtime/http-handler.ts";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";

const fakes = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
vi.mock("../runtime/composition-review.ts", () => ({
  restartContext: () => fakes.context,
  resolveContext: () => fakes.context,
}));
vi.mock("../runtime/idempotent-request.ts", async (original) =>
  (await import("../testing/without-cache.ts")).withoutCache(original),
);

import { handler as compensate } from "./compensate-order.http.ts";
import { handler as resolve } from "./resolve-order.http.ts";
import { handler as retry } from "./retry-order.http.ts";

const start = vi.fn(async () => undefined);
let world: ReturnType<typeof sagaWorld>;
let orderId: string;
beforeEach(async () => {
  start.mockReset();
  world = sagaWorld();
  fakes.context = { ...world.context, starter: { start } };
  const placing = { tenantId: CALLING_TENANT, meta: META, request: goodsRequest(), requestKey: "1" };
  orderId = (await placeOrder(world.context, placing)).order.details.orderId;
});

const flag = () =>
  flagForReview(
    world.context,
    { tenantId: CALLING_TENANT, orderId, meta: META },
    { step: "ReserveInventory", reason: "step-failed" },
  );

async function ask(handler: HttpHandler, options: Parameters<typeof httpEvent>[0] = {}) {
  const event = httpEvent({
    scope: "accession/orders.review",
    path: { id: `ord_${orderId}` },
    headers: { "idempotency-key": "k" },
    body: { reason: "cause-mended" },
    ...options,
  });
  const { statusCode, body } = await handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(body ?? "null") };
}

test("a retry is accepted with the order as its next run finds it", async () => {
  await flag();
  expect(await ask(retry)).toMatchObject({ status: 202, body: { status: "PENDING", attempt: 2 } });
  expect(start).toHaveBeenCalledWith(expect.objectContaining({ orderId, attempt: 2 }));
});

test("a compensation is accepted also when its run cannot be started now", async () => {
  await flag();
  start.mockRejectedValue(new Error("away"));
  expect(await ask(compensate)).toMatchObject({
    status: 202,
    body: { status: "COMPENSATING", reason: "step-failed", attempt: 2 },
  });
});

test("a resolution is answered with the order as it ended, and its note", async () => {
  await flag();
  const body = { as: "cancelled", reason: "duplicate", note: "see the other one" };
  expect(await ask(resolve, { body })).toMatchObject({
    status: 200,
    body: { status: "CANCELLED", reason: "duplicate", note: "see the other one" },
  });
  expect(start).not.toHaveBeenCalled();
});

test.each([
  ["retry", retry],
  ["compensate", compensate],
  ["resolve", resolve],
] as const)(
  "%s needs a key, its scope, an order of the caller's that is in review, and a reason of the list",
  async (verb, handler) => {
    const rest = verb === "resolve" ? { as: "failed" } : {};
    const body = { ...rest, reason: "duplicate" };
    expect((await ask(handler, { body, headers: {} })).status).toBe(400);
    expect((await ask(handler, { body, scope: "accession/orders.write" })).status).toBe(403);
    expect((await ask(handler, { body, tenantId: crypto.randomUUID() })).status).toBe(404);
    expect((await ask(handler, { body: { ...rest, reason: "Mrs Doe has died" } })).status).toBe(422);
    expect(await ask(handler, { body })).toMatchObject({
      status: 409,
      body: { code: "order.review-not-needed" },
    });
  },
);
