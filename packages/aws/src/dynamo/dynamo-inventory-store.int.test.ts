import { inventoryStoreContract } from "@accession/testing/inventory/inventory-store.contract";
import { beforeAll, inject } from "vitest";
import { dynamoInventoryStore } from "./dynamo-inventory-store.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
});

inventoryStoreContract(async () => dynamoInventoryStore(made.client, made.table));
