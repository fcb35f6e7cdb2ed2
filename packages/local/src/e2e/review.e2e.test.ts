import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { decideReview, placeOrder } from "@accession/cli/client/orders";
import { decideLink } from "@accession/cli/client/worklist";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { goodsOrder } from "../demo/place-orders.ts";
import {
  capturesOf,
  imagingOrder,
  newNumber,
  place,
  scan,
  whenComplete,
  whenRegistered,
  whenStatus,
} from "./imaging-orders.ts";
import { apiOf, apiOfGroup, rows, system } from "./under-test.ts";

const DEMO = () => system.endpoints.tenants[0]?.id ?? "";

/** What the state machine does when a step got stuck: asked for by hand, as its own retries take minutes. */
async function flag(id: string, step: string): Promise<void> {
  const input = {
    tenantId: DEMO(),
    orderId: id.replace(/^ord_/, ""),
    attempt: 1,
    meta: { correlationId: randomUUID(), causationId: "e2e", actor: "order-saga" },
    stuck: { step, reason: "step-failed" },
  };
  const { FunctionError: failed } = await system.aws.lambda.send(
    new InvokeCommand({ FunctionName: "accession-local-flag-for-review", Payload: JSON.stringify(input) }),
  );
  expect(failed).toBeUndefined();
}

/** A completed order of imaging whose study a person took away since. */
async function unlinkedOrder(api: ApiClient): Promise<string> {
  const number = newNumber();
  await scan({ accessionNumber: number });
  const study = `stu_${await whenComplete(number)}`;
  const orderId = await place(api, imagingOrder([number]));
  await whenStatus(api, orderId, "COMPLETED");
  const decision = { orderId, line: 1, reason: "of another patient" };
  await decideLink(api, "unlink", study, decision, randomUUID());
  await whenStatus(api, orderId, "NEEDS_REVIEW");
  return orderId;
}

const typesOf = (order: { readonly timeline: readonly { readonly type: string }[] }) =>
  order.timeline.map(({ type }) => type);
const gatewayStatusOf = async (id: string) =>
  await rows<{ status: string; captures: number }>(
    `select s.status, s.captures from sandbox.payment s join payment p on p.id::text = s.reference where p.order_id = $1`,
    [id.replace(/^ord_/, "")],
  );

it.concurrent("retry: a stuck order goes on as the next attempt from where it stood, and is charged once", async ({
  expect,
}) => {
  const api = await apiOf("demo");
  const number = newNumber();
  const id = await place(api, imagingOrder([number]));
  const token = await whenRegistered(id);
  await flag(id, "CheckStudies");
  const key = randomUUID();
  const retry = () =>
    api.call("POST", `/v1/orders/${id}/retry`, {
      body: { reason: "cause-mended" },
      headers: { "idempotency-key": key },
    });
  const answer = await retry();
  expect([answer.status, answer.body]).toEqual([
    202,
    expect.objectContaining({ status: "AWAITING_STUDY", attempt: 2 }),
  ]);
  const again = await retry();
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([202, "true"]);
  await expect.poll(() => whenRegistered(id), { timeout: 60_000 }).not.toBe(token);
  await scan({ accessionNumber: number });
  const order = await whenStatus(api, id, "COMPLETED");
  expect(typesOf(order)).toEqual([
    "order.created",
    "order.awaiting-study",
    "order.needs-review",
    "order.retried",
    "study.matched",
    "payment.processed",
    "payment.capture-started",
    "payment.captured",
    "order.completed",
  ]);
  const retried = order.timeline.find(({ type }) => type === "order.retried");
  expect(retried).toMatchObject({ reason: "cause-mended", actor: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(await capturesOf(id)).toBe(1);
});

it.concurrent("compensate: an order that was charged and lost its study is paid back", async () => {
  const api = await apiOf("demo");
  const id = await unlinkedOrder(api);
  await expect(
    decideReview(api, id, { verb: "retry", body: { reason: "duplicate" } }, randomUUID()),
  ).rejects.toThrow("409");
  await decideReview(api, id, { verb: "compensate", body: { reason: "study-withdrawn" } }, randomUUID());
  const order = await whenStatus(api, id, "FAILED");
  expect(order.reason).toBe("study-unlinked");
  expect(typesOf(order).slice(-5)).toEqual([
    "order.needs-review",
    "order.compensating",
    "payment.refunded",
    "studies.released",
    "order.failed",
  ]);
  expect(await gatewayStatusOf(id)).toEqual([{ status: "refunded", captures: 1 }]);
  const told = await rows<{ how: string }>(
    `select envelope->'data'->>'how' as how from outbox
     where envelope->'data'->>'orderId' = $1 and envelope->>'type' = 'payment.refunded'`,
    [id.replace(/^ord_/, "")],
  );
  expect(told).toEqual([{ how: "refunded" }]);
});

describe.concurrent("resolve: a gateway that never answers", () => {
  it("leaves the order to a person, whose word ends it; its stock is free", async () => {
    const api = await apiOf("demo");
    const sku = `SKU-${randomUUID().slice(0, 8)}`;
    const stock = `/v1/inventory/${sku}`;
    await api.ask("PUT", stock, { body: { available: 5 }, headers: { "if-none-match": "*" } });
    const { order } = await placeOrder(api, goodsOrder({ sku, token: "tok_unreachable" }), randomUUID());
    await whenStatus(api, order.id, "NEEDS_REVIEW", 280_000);
    expect(await api.ask("GET", stock)).toMatchObject({ available: 3, reserved: 2 });
    const body = { as: "failed", reason: "checked-with-gateway", note: "the gateway has nothing" };
    const clerk = await apiOfGroup("clerks");
    const headers = { "idempotency-key": randomUUID() };
    const path = `/v1/orders/${order.id}/resolve`;
    expect((await clerk.call("POST", path, { body, headers })).status).toBe(403);
    const answer = await api.call("POST", path, { body, headers });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ status: "FAILED", reason: "checked-with-gateway", note: body.note }),
    ]);
    expect(await api.ask("GET", stock)).toMatchObject({ available: 5, reserved: 0 });
  });
});
