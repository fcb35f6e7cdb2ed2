import type { OrderContext } from "@accession/core/orders/order-context";
import { placeOrder } from "@accession/core/orders/place-order";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, expect, inject, test } from "vitest";
import { outboxKey } from "./dynamo-keys.ts";
import { dynamoOrderStore } from "./dynamo-order-store.ts";
import { dynamoOutbox } from "./dynamo-outbox.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
let context: OrderContext;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
  context = { ...orderTestContext(), orders: dynamoOrderStore(made.client, made.table) };
});

test("an event is among the unpublished ones until it is marked, which may be done twice", async () => {
  const { order } = await placeOrder(context, {
    tenantId: TENANT,
    meta: META,
    request: goodsRequest(),
    requestKey: "1",
  });
  const key = outboxKey(TENANT, order.details.orderId, 1);
  const outbox = dynamoOutbox(made.client, made.table);
  const unpublished = (olderThan: string) => outbox.unpublished(new Date(olderThan), 10);
  expect(await unpublished("2026-11-21T08:00:00Z")).toEqual([]);
  expect(await unpublished("2026-11-21T08:00:01Z")).toMatchObject([{ ...key, source: "accession.orders" }]);

  await outbox.markPublished(key, new Date("2026-11-21T08:00:01Z"));
  await outbox.markPublished(key, new Date("2026-11-21T08:00:01Z"));
  expect(await unpublished("2026-11-21T08:00:01Z")).toEqual([]);
  const { Item: item } = await made.client.send(new GetCommand({ TableName: made.table, Key: key }));
  expect(item).toMatchObject({
    publishedAt: "2026-11-21T08:00:01.000Z",
    expiresAt: Date.parse("2026-11-28T08:00:01Z") / 1000,
  });
});

test("an item that is parked is no longer among the unpublished ones, until it is published", async () => {
  const { order } = await placeOrder(context, {
    tenantId: TENANT,
    meta: META,
    request: goodsRequest(),
    requestKey: "parked",
  });
  const key = outboxKey(TENANT, order.details.orderId, 1);
  const outbox = dynamoOutbox(made.client, made.table);
  const at = new Date("2026-11-21T08:00:01Z");
  await outbox.park(key, at);
  await outbox.park(key, at);
  expect(await outbox.unpublished(at, 10)).toEqual([]);
  expect(await outbox.parked(10)).toMatchObject([{ ...key, parkedAt: at.toISOString() }]);
  await outbox.markPublished(key, at);
  expect(await outbox.parked(10)).toEqual([]);
});

test("marking an item that is gone makes none", async () => {
  const key = outboxKey(TENANT, "01990000-0000-7000-8000-00000000ffff", 1);
  await dynamoOutbox(made.client, made.table).markPublished(key, new Date());
  expect((await made.client.send(new GetCommand({ TableName: made.table, Key: key }))).Item).toBeUndefined();
});
