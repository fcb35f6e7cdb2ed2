import { orderStoreContract } from "@accession/testing/orders/order-store.contract";
import { beforeAll, inject } from "vitest";
import { dynamoOrderStore } from "./dynamo-order-store.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
});

orderStoreContract(async () => dynamoOrderStore(made.client, made.table));
