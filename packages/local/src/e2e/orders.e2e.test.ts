import { randomUUID } from "node:crypto";
import { placeOrder } from "@accession/cli/client/orders";
import {
  FilterLogEventsCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { whenFinal } from "../demo/final-order.ts";
import { goodsOrder } from "../demo/place-orders.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { enteredStates } from "../testing/order-costs.ts";
import { apiOf, rows, system } from "./under-test.ts";

const signal = new AbortController().signal;

async function stock(quantity: number): Promise<string> {
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  const api = await apiOf("demo");
  await api.ask("PUT", `/v1/inventory/${sku}`, {
    body: { available: quantity },
    headers: { "if-none-match": "*" },
  });
  return sku;
}

const available = async (sku: string) =>
  await (await apiOf("demo")).ask<{ available: number; reserved: number }>("GET", `/v1/inventory/${sku}`);

interface OutboxItem {
  readonly envelope: {
    readonly id: string;
    readonly type: string;
    readonly meta: { readonly correlationId: string };
  };
}

/** The events of an order in the two stores that hold them. */
async function eventsOf(orderId: string): Promise<{ type: string; correlationId: string }[]> {
  const demo = system.endpoints.tenants[0]?.id;
  const table = system.resources.find(({ name }) => name === "OrdersDataTable");
  const { Items: items = [] } = await system.aws.dynamodb.send(
    new QueryCommand({
      TableName: String(table?.state["name"]),
      KeyConditionExpression: "pk = :pk and begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": { S: `T#${demo}#O#${orderId}` }, ":sk": { S: "OUTBOX#" } },
    }),
  );
  const inDynamo = items.map((item) => JSON.stringify(item));
  const inPostgres = await rows<OutboxItem>(
    "select envelope from outbox where envelope->'data'->>'orderId' = $1",
    [orderId],
  );
  return [
    ...inDynamo.map((text) => ({
      type: /(?:order|inventory|shipment)\.[a-z-]+/.exec(text)?.[0] ?? text,
      correlationId: text,
    })),
    ...inPostgres.map(({ envelope }) => ({
      type: envelope.type,
      correlationId: envelope.meta.correlationId,
    })),
  ];
}

/** Every line that a function logged and that names the order. */
async function logLinesOf(orderId: string): Promise<{ group: string; line: string }[]> {
  const logGroups: LogGroup[] = [];
  for await (const page of paginateDescribeLogGroups({ client: system.aws.logs }, {}))
    logGroups.push(...(page.logGroups ?? []));
  const found = await Promise.all(
    logGroups.map(async ({ logGroupName: group }) => {
      const { events = [] } = await system.aws.logs.send(new FilterLogEventsCommand({ logGroupName: group }));
      return events
        .flatMap(({ message }) => (message ?? "").split("\n"))
        .filter((line) => line.startsWith("{") && line.includes(orderId))
        .map((line) => ({ group: group ?? "", line }));
    }),
  );
  return found.flat();
}

it("carries the caller's correlation id through every timeline entry, event and log line of an order", async () => {
  const api = await apiOf("demo");
  const correlationId = randomUUID();
  const { body } = await api.call("POST", "/v1/orders", {
    body: goodsOrder({ sku: await stock(5) }),
    headers: { "idempotency-key": randomUUID(), "x-correlation-id": correlationId },
  });
  const { id } = body as { id: string };
  const order = await whenFinal({ api, signal }, id);
  expect(order.status).toBe("COMPLETED");
  expect(new Set(order.timeline.map((entry) => entry.correlationId))).toEqual(new Set([correlationId]));

  // One run, and 25 USD per million of these.
  expect(await enteredStates(system, id)).toEqual([
    "ReserveInventory",
    "Reserved?",
    "ProcessPayment",
    "Authorized?",
    "ShipOrder",
    "Labelled?",
    "CapturePayment",
    "Captured?",
    "ReleaseShipment",
    "CompleteOrder",
    "Ended",
  ]);

  const orderId = id.replace(/^ord_/, "");
  const events = await eventsOf(orderId);
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      "order.created",
      "inventory.reserved",
      "payment.processed",
      "payment.captured",
      "shipment.created",
      "order.completed",
    ]),
  );
  for (const event of events) expect(event.correlationId, event.type).toContain(correlationId);

  const lines = await waitUntil("the saga's log lines", 120_000, async () => {
    const found = await logLinesOf(orderId);
    return found.some(({ group }) => group.includes("complete-order")) ? found : undefined;
  });
  const groups = new Set(lines.map(({ group }) => group.replace("/aws/lambda/accession-local-", "")));
  expect([...groups]).toEqual(
    expect.arrayContaining([
      "place-order",
      "on-order-created",
      "reserve-inventory",
      "process-payment",
      "complete-order",
    ]),
  );
  for (const { group, line } of lines) expect(line, group).toContain(correlationId);
});

describe("an order that cannot be fulfilled is undone", () => {
  it.each([
    ["tok_decline", "FAILED"],
    ["tok_capture_decline", "FAILED"],
  ])("%s: the stock is back, the authorization void, nothing captured", async (token, status) => {
    const api = await apiOf("demo");
    const sku = await stock(3);
    const { order } = await placeOrder(api, goodsOrder({ sku, token }), randomUUID());
    const final = await whenFinal({ api, signal }, order.id);
    expect(final.status).toBe(status);
    expect(await available(sku)).toMatchObject({ available: 3, reserved: 0 });
    const payments = await rows<{ status: string }>("select status from payment where order_id = $1", [
      order.id.replace(/^ord_/, ""),
    ]);
    expect(payments.map((payment) => payment.status)).not.toContain("captured");
    expect(payments.map((payment) => payment.status)).not.toContain("authorized");
  });
});

describe("an answer that is lost is asked for again, and charged once", () => {
  it.each(["tok_timeout_before", "tok_timeout_after", "tok_duplicate", "tok_capture_timeout"])(
    "%s",
    async (token) => {
      const api = await apiOf("demo");
      const sku = await stock(3);
      const { order } = await placeOrder(api, goodsOrder({ sku, token }), randomUUID());
      const final = await whenFinal({ api, signal }, order.id);
      expect(final.status).toBe("COMPLETED");
      expect(await available(sku)).toMatchObject({ available: 1, reserved: 0 });
      expect(final.timeline.filter(({ type }) => type === "payment.captured")).toHaveLength(1);
      // What the gateway itself counted: the timeline would have one entry in any case.
      const charges = await rows<{ captures: number }>(
        `select s.captures from sandbox.payment s join payment p on p.id::text = s.reference where p.order_id = $1`,
        [order.id.replace(/^ord_/, "")],
      );
      expect(charges).toEqual([{ captures: 1 }]);
    },
  );
});
