import { unfinishedOrdersContract } from "@accession/testing/orders/unfinished-orders.contract";
import { beforeAll, inject } from "vitest";
import { dynamoOrderStore } from "./dynamo-order-store.ts";
import { dynamoUnfinishedOrders } from "./dynamo-unfinished-orders.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
});

unfinishedOrdersContract(async () => ({
  orders: dynamoOrderStore(made.client, made.table),
  unfinished: dynamoUnfinishedOrders(made.client, made.table),
}));
