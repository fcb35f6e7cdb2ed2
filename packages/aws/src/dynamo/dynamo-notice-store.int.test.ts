import { noticeStoreContract } from "@accession/testing/notifications/notice-store.contract";
import { beforeAll, inject } from "vitest";
import { dynamoNoticeStore } from "./dynamo-notice-store.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
});

noticeStoreContract(async () => dynamoNoticeStore(made.client, made.table));
