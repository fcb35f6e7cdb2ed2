/** The orders table on the local engine, as the SST program declares it; a new one for each test file. */
import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { documentClient } from "../dynamo-client.ts";
import { BY_TENANT_INDEX, UNFINISHED_INDEX, UNPUBLISHED_INDEX } from "../dynamo-keys.ts";

const ATTRIBUTES = ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "gsi3pk", "gsi3sk"];

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];

export async function makeOrdersTable(endpoint: string) {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const table = `orders-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ATTRIBUTES.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: keys("pk", "sk"),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_TENANT_INDEX,
          KeySchema: keys("gsi1pk", "gsi1sk"),
          Projection: { ProjectionType: "ALL" },
        },
        {
          IndexName: UNPUBLISHED_INDEX,
          KeySchema: keys("gsi2pk", "gsi2sk"),
          Projection: { ProjectionType: "ALL" },
        },
        {
          IndexName: UNFINISHED_INDEX,
          KeySchema: keys("gsi3pk", "gsi3sk"),
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
  return { client: documentClient(client), table };
}
