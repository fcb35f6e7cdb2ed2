/** The whole saga on its real stores, for every token and address of the sandbox: the file of the state machine, the real steps. */
import { placeOrder } from "@accession/core/orders/place-order";
import { InMemoryStudyWaits } from "@accession/testing/matching/in-memory-study-waits";
import { goodsRequest, META } from "@accession/testing/orders/goods-order";
import { orderSagaDefinition } from "@accession/testing/orders/saga-definition";
import { runSaga } from "@accession/testing/orders/saga-runner";
import { sagaSteps } from "@accession/testing/orders/saga-world";
import { TaskTokens } from "@accession/testing/orders/task-tokens";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { dynamoInventoryStore } from "../dynamo/dynamo-inventory-store.ts";
import { dynamoOrderStore } from "../dynamo/dynamo-order-store.ts";
import { makeOrdersTable } from "../dynamo/testing/make-orders-table.ts";
import { postgresOutbox } from "../postgres/postgres-outbox.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { sandboxCarrier } from "../shipping/sandbox-carrier.ts";
import { postgresPaymentStore } from "./postgres-payment-store.ts";
import { sandboxGateway } from "./sandbox-gateway.ts";

let database: TestDatabase;
let context: Awaited<ReturnType<typeof makeContext>>;
beforeAll(async () => {
  database = await testDatabase();
  context = await makeContext();
});
afterAll(() => database[Symbol.asyncDispose]());

async function makeContext() {
  const { client, table } = await makeOrdersTable(inject("awsEndpoint"));
  const clock = { now: () => new Date() };
  const [ours, theirs] = [database.appPool(), database.appPool()];
  const inventory = dynamoInventoryStore(client, table);
  for (const { sku } of goodsRequest().lines) {
    const count = { id: crypto.randomUUID(), at: clock.now().toISOString(), actor: "test" };
    await inventory.set(database.demo.id, sku, 1000, 0, count);
  }
  return {
    orders: dynamoOrderStore(client, table),
    inventory,
    payments: postgresPaymentStore(ours),
    outbox: postgresOutbox(ours),
    gateway: sandboxGateway(theirs, clock),
    carrier: sandboxCarrier(theirs),
    publisher: new RecordingPublisher(),
    clock,
    ids: { next: () => crypto.randomUUID() },
    homeRegion: "us-east-1",
  };
}

const available = async () => {
  const [line] = goodsRequest().lines;
  const stock = await context.inventory.get(database.demo.id, line?.sku ?? "");
  return [stock?.available ?? 0, stock?.reserved ?? 0] as const;
};

test.each([
  ["tok_approve", "addr_main", "COMPLETED", "captured", "released", -2, 0],
  ["tok_decline", "addr_main", "FAILED", "declined", undefined, 0, 0],
  ["tok_timeout_before", "addr_main", "COMPLETED", "captured", "released", -2, 0],
  ["tok_timeout_after", "addr_main", "COMPLETED", "captured", "released", -2, 0],
  ["tok_duplicate", "addr_main", "COMPLETED", "captured", "released", -2, 0],
  ["tok_capture_decline", "addr_main", "FAILED", "voided", "cancelled", 0, 0],
  ["tok_capture_timeout", "addr_main", "COMPLETED", "captured", "released", -2, 0],
  ["tok_unreachable", "addr_main", "NEEDS_REVIEW", "intended", undefined, -2, 2],
  ["tok_approve", "addr_refused", "FAILED", "voided", "refused", 0, 0],
  ["tok_approve", "addr_timeout", "COMPLETED", "captured", "released", -2, 0],
  ["tok_approve", "addr_unreachable", "NEEDS_REVIEW", "authorized", undefined, -2, 2],
])(
  "%s to %s ends %s, payment %s, shipment %s",
  async (paymentToken, addressReference, status, payment, shipment, sold, held) => {
    const tenantId = database.demo.id;
    const before = await available();
    const request = goodsRequest({ paymentToken, shipTo: { addressReference } });
    const { order } = await placeOrder(context, {
      tenantId,
      meta: META,
      request,
      requestKey: crypto.randomUUID(),
    });
    const { orderId } = order.details;
    const run = await runSaga(
      orderSagaDefinition(),
      { tenantId, orderId, attempt: 1, meta: META },
      // Orders of goods wait for no study.
      sagaSteps({ ...context, waits: new InMemoryStudyWaits(), waker: new TaskTokens() }),
    );

    expect(run.status).toBe("SUCCEEDED");
    expect((await context.orders.load(tenantId, orderId))?.progress.status).toBe(status);
    expect((await context.payments.find(tenantId, orderId))?.status).toBe(payment);
    const found = await context.carrier.findByReference(tenantId, orderId);
    expect(found.outcome).toBe(shipment ?? "absent");
    const after = await available();
    expect([after[0] - before[0], after[1] - before[1]]).toEqual([sold, held]);
  },
);

test("every attempt at the gateway has an end, and money was taken once per order at most", async () => {
  const { rows } = await database.owner.query<{ open: number; most: number }>(
    `select (select count(*)::int from payment_attempt where outcome is null) as open,
            (select max(captures) from sandbox.payment) as most`,
  );
  expect(rows).toEqual([{ open: 0, most: 1 }]);
});
