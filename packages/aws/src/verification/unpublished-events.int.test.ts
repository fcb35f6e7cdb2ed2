import type { OrderContext } from "@accession/core/orders/order-context";
import { placeOrder } from "@accession/core/orders/place-order";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect, inject, test } from "vitest";
import { outboxKey } from "../dynamo/dynamo-keys.ts";
import { dynamoOrderStore } from "../dynamo/dynamo-order-store.ts";
import { dynamoOutbox } from "../dynamo/dynamo-outbox.ts";
import { makeOrdersTable } from "../dynamo/testing/make-orders-table.ts";
import { dynamoOrderReading } from "./dynamo-order-reading.ts";

test("an event counts as unpublished also when nobody can read it, and when it was put aside", async () => {
  const { client, table } = await makeOrdersTable(inject("awsEndpoint"));
  const context: OrderContext = { ...orderTestContext(), orders: dynamoOrderStore(client, table) };
  const placed = await placeOrder(context, {
    ...{ tenantId: TENANT, meta: META },
    ...{ request: goodsRequest(), requestKey: "1" },
  });
  const { orderId } = placed.order.details;
  const outbox = dynamoOutbox(client, table);
  const key = outboxKey(TENANT, orderId, 1);
  const { envelope } = (await outbox.load(TENANT, orderId, 1)) ?? {};
  const write = (text: unknown) =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: "SET envelope = :envelope",
        ExpressionAttributeValues: { ":envelope": text },
      }),
    );
  const at = new Date("2026-11-21T08:00:01Z");
  const later = new Date("2026-11-21T08:00:02Z");
  const reading = dynamoOrderReading(client, table);
  const unpublished = () => reading.unpublished(TENANT, later);
  const event = { id: expect.any(String), type: "order.created" };

  expect(await unpublished()).toEqual([{ orderId, version: 1, event }]);
  await write("{");
  expect(await unpublished()).toEqual([{ orderId, version: 1 }]);
  await outbox.park(key, at);
  expect(await unpublished()).toEqual([{ orderId, version: 1 }]);
  await write(envelope);
  expect(await unpublished()).toEqual([{ orderId, version: 1, event }]);
  expect(await reading.unpublished("01990000-0000-7000-8000-00000000eeee", later)).toEqual([]);
  await outbox.markPublished(key, later);
  expect(await unpublished()).toEqual([]);
});
