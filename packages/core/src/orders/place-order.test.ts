import {
  goodsRequest,
  META,
  OTHER_TENANT,
  orderTestContext,
  TENANT,
} from "@accession/testing/orders/goods-order";
import { expect, test } from "vitest";
import { placeOrder } from "./place-order.ts";

const command = { tenantId: TENANT, meta: META, request: goodsRequest(), requestKey: "key-1" };

test("an order is pending, has its total, and tells of itself with the caller's correlation id", async () => {
  const context = orderTestContext();
  const { order, replayed } = await placeOrder(context, command);
  expect(replayed).toBe(false);
  expect(order).toMatchObject({ version: 1, progress: { status: "PENDING" } });
  expect(order.details.total).toEqual({ amount: 2950, currency: "EUR" });
  expect(context.orders.outbox).toEqual([
    {
      source: "accession.orders",
      envelope: expect.objectContaining({
        type: "order.created",
        tenantId: TENANT,
        aggregateId: order.details.orderId,
        aggregateVersion: 1,
        meta: META,
        data: { kind: "goods", lineCount: 2, total: { amount: 2950, currency: "EUR" } },
      }),
    },
  ]);
});

test("the same key and request are the same order, as it was accepted", async () => {
  const context = orderTestContext();
  const first = await placeOrder(context, command);
  const second = await placeOrder(context, command);
  expect(second).toEqual({ order: first.order, replayed: true });
  expect(context.orders.outbox).toHaveLength(1);
});

test("the same key and another request is refused", async () => {
  const context = orderTestContext();
  await placeOrder(context, command);
  const other = { ...command, request: goodsRequest({ paymentToken: "tok_other" }) };
  await expect(placeOrder(context, other)).rejects.toMatchObject({
    kind: "unprocessable",
    code: "request.idempotency-key-reused",
  });
});

test("a key belongs to its tenant", async () => {
  const context = orderTestContext();
  const first = await placeOrder(context, command);
  const second = await placeOrder(context, { ...command, tenantId: OTHER_TENANT });
  expect(second.replayed).toBe(false);
  expect(second.order.details.orderId).not.toBe(first.order.details.orderId);
});

test("a key may be used again after a day", async () => {
  const context = orderTestContext();
  await placeOrder(context, command);
  context.clock.advance(24 * 60 * 60 + 1);
  expect((await placeOrder(context, command)).replayed).toBe(false);
});
