import { randomUUID } from "node:crypto";
import { putStock } from "@accession/cli/client/inventory";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetFunctionConfigurationCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { whenFinal } from "../demo/final-order.ts";
import { goodsOrder } from "../demo/place-orders.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { place } from "./imaging-orders.ts";
import { apiOf, system } from "./under-test.ts";

const { signal } = new AbortController();
const tenant = system.endpoints.tenants[0]?.id;
const table = String(system.resources.find(({ name }) => name === "OrdersDataTable")?.state["name"]);

const outboxKey = (order: string) => ({
  pk: { S: `T#${tenant}#O#${order.replace(/^ord_/, "")}` },
  sk: { S: "OUTBOX#00000001" },
});
const itemOf = async (order: string) =>
  (await system.aws.dynamodb.send(new GetItemCommand({ TableName: table, Key: outboxKey(order) }))).Item;

/** Answers what it failed with. */
async function sweep(event: object): Promise<string | undefined> {
  const { FunctionError: failed } = await system.aws.lambda.send(
    new InvokeCommand({
      FunctionName: "accession-local-sweep-order-outbox",
      Payload: JSON.stringify(event),
    }),
  );
  return failed;
}

async function stocked(): Promise<{ api: Awaited<ReturnType<typeof apiOf>>; sku: string }> {
  const api = await apiOf("demo");
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  await putStock(api, sku, 5, 0);
  return { api, sku };
}

it("an item that nobody can read is put aside, holds up no order, and is published when it is mended", async () => {
  const { api, sku } = await stocked();
  const poisoned = randomUUID();
  const put = { ...outboxKey(poisoned), source: { S: "accession.orders" }, envelope: { S: "{" } };
  await system.aws.dynamodb.send(new PutItemCommand({ TableName: table, Item: put }));
  const id = await place(api, goodsOrder({ sku }));
  expect(await whenFinal({ api, signal }, id)).toMatchObject({ status: "COMPLETED" });
  await waitUntil("it is put aside", 120_000, async () => (await itemOf(poisoned))?.["parkedAt"]);
  // Its alarm calls, as long as the item is there.
  expect(await sweep({})).toBeDefined();

  // Mended: an event that was published already does no harm.
  const envelope = (await itemOf(id))?.["envelope"] ?? { S: "" };
  await system.aws.dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: outboxKey(poisoned),
      UpdateExpression: "SET envelope = :envelope",
      ExpressionAttributeValues: { ":envelope": envelope },
    }),
  );
  expect(await sweep({ parked: true })).toBeUndefined();
  const mended = await itemOf(poisoned);
  expect([mended?.["parkedAt"], mended?.["publishedAt"]]).toEqual([undefined, expect.anything()]);
  expect(await sweep({})).toBeUndefined();
  await system.aws.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: outboxKey(poisoned) }));
});

it("an event that the stream could not bring out is published by the sweeper, and its order goes on", async () => {
  const { api, sku } = await stocked();
  const { Role = "" } = await system.aws.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "accession-local-on-order-outbox" }),
  );
  const denial = { RoleName: Role.split("/").at(-1) ?? "", PolicyName: "no-bus" };
  const Statement = [{ Effect: "Deny", Action: "events:PutEvents", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await system.aws.iam.send(new PutRolePolicyCommand({ ...denial, PolicyDocument }));
  let id = "";
  try {
    id = await place(api, goodsOrder({ sku }));
    const eventId = JSON.parse((await itemOf(id))?.["envelope"]?.S ?? "{}").id as string;
    await waitUntil("the bus has refused it", 120_000, async () => {
      const { events = [] } = await system.aws.logs.send(
        new FilterLogEventsCommand({ logGroupName: "/aws/lambda/accession-local-on-order-outbox" }),
      );
      return events.some(
        ({ message }) => message?.includes("event not published") && message.includes(eventId),
      )
        ? true
        : undefined;
    });
  } finally {
    await system.aws.iam.send(new DeleteRolePolicyCommand(denial));
  }
  // Five minutes later.
  await system.aws.dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: outboxKey(id),
      UpdateExpression: "SET gsi2sk = :old",
      ExpressionAttributeValues: { ":old": { S: new Date(Date.now() - 400_000).toISOString() } },
    }),
  );
  expect(await sweep({})).toBeUndefined();
  expect(await whenFinal({ api, signal }, id)).toMatchObject({ status: "COMPLETED" });
  expect(await itemOf(id)).toMatchObject({ publishedAt: expect.anything() });
});
