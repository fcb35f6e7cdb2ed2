/** What the Lambda service and the links of the program would set, pointing at the local engine. */

import { makeOrdersTable } from "@accession/aws/dynamo/testing/make-orders-table";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Makes the tables, and sets the environment that the composition reads. Call it before a handler runs. */
export async function engineEnvironment(endpoint: string) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  const orders = await makeOrdersTable(endpoint);
  const idempotency = `idempotency-${orders.table}`;
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: idempotency,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  link("OrdersTable", { name: orders.table });
  link("IdempotencyTable", { name: idempotency });
  return { ...orders, idempotency };
}

function link(name: string, properties: Record<string, unknown>): void {
  process.env[`SST_RESOURCE_${name}`] = JSON.stringify({ type: "sst.sst.Linkable", ...properties });
}
