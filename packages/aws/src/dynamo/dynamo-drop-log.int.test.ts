import { dropLogContract } from "@accession/testing/operations/drop-log.contract";
import { inject } from "vitest";
import { dynamoDropLog } from "./dynamo-drop-log.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

dropLogContract(async () => {
  const { client, table } = await makeOrdersTable(inject("awsEndpoint"));
  return dynamoDropLog(client, table);
});
