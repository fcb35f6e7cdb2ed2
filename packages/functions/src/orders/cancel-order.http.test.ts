import { applyCommand } from "@accession/core/orders/apply-command";
import { placeOrder } from "@accession/core/orders/place-order";
import { META } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { orderSagaDefinition } from "@accession/testing/orders/saga-definition";
import { runSaga } from "@accession/testing/orders/saga-runner";
import { sagaWorld } from "@accession/testing/orders/saga-world";
import { beforeEach, expect, test, vi } from "vitest";
import { CALLING_TENANT, httpEvent, lambdaContext } from "../testing/http-event.ts";

const fakes = vi.hoisted((): { context: unknown } => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { context: undefined };
});
vi.mock("../runtime/composition-imaging.ts", () => ({ awaitContext: () => fakes.context }));
vi.mock("../runtime/idempotent-request.ts", async (original) =>
  (await import("../testing/without-cache.ts")).withoutCache(original),
);

import { handler } from "./cancel-order.http.ts";

let world: ReturnType<typeof sagaWorld>;
let orderId: string;
beforeEach(async () => {
  world = sagaWorld();
  fakes.context = world.context;
  const placing = { tenantId: CALLING_TENANT, meta: META, request: imagingRequest(), requestKey: "1" };
  orderId = (await placeOrder(world.context, placing)).order.details.orderId;
});

async function cancel(options: Parameters<typeof httpEvent>[0] = {}) {
  const event = httpEvent({
    scope: "accession/orders.write",
    path: { id: `ord_${orderId}` },
    headers: { "idempotency-key": "k" },
    ...options,
  });
  const { statusCode, body } = await handler(event, lambdaContext);
  return { status: statusCode, body: JSON.parse(body ?? "null") };
}

test("answers 202 with the order, whose timeline names the reason", async () => {
  expect(await cancel({ body: { reason: "duplicate" } })).toMatchObject({
    status: 202,
    body: { id: `ord_${orderId}`, cancelRequested: true, status: "PENDING" },
  });
  expect((await world.orders.timeline(CALLING_TENANT, orderId)).at(-1)).toMatchObject({
    type: "order.cancel-requested",
    facts: { reason: "duplicate" },
  });
});

test("needs no body, and may be repeated", async () => {
  expect((await cancel()).status).toBe(202);
  expect((await cancel()).status).toBe(202);
  expect((await world.orders.timeline(CALLING_TENANT, orderId)).at(-1)?.facts).toEqual({
    reason: "requested",
  });
});

test("takes reasons from a list only, as what is free could name a patient: 422", async () => {
  expect((await cancel({ body: { reason: "Mrs Doe has died" } })).status).toBe(422);
  expect((await cancel({ body: { note: "x" } })).status).toBe(422);
});

test("needs a key, the scope and an order of the caller's: 400, 403, 404", async () => {
  expect((await cancel({ headers: {} })).status).toBe(400);
  expect((await cancel({ scope: "accession/orders.read" })).status).toBe(403);
  expect((await cancel({ tenantId: crypto.randomUUID() })).status).toBe(404);
  expect((await world.orders.load(CALLING_TENANT, orderId))?.cancelRequested).toBe(false);
});

test("says why it is too late: 409", async () => {
  for (const line of ["A-1", "A-2"]) world.waits.arrive(CALLING_TENANT, line, "RIS");
  const input = { tenantId: CALLING_TENANT, orderId, attempt: 1, meta: META };
  await runSaga(orderSagaDefinition(), input, world.steps, world.waker);
  expect(await cancel()).toMatchObject({
    status: 409,
    body: { code: "order.cancel-too-late", detail: expect.stringContaining("point of no return") },
  });
});

test("answers 202 all the same when the waiting run cannot be woken now", async () => {
  const target = { tenantId: CALLING_TENANT, orderId, meta: META };
  await applyCommand(world.context, target, { type: "start-waiting" });
  world.waits.release = () => Promise.reject(new Error("away"));
  expect((await cancel()).status).toBe(202);
  expect((await world.orders.load(CALLING_TENANT, orderId))?.cancelRequested).toBe(true);
});
