/** What is kept beside an order: pick lists, and the view of its payment. */
import { randomUUID } from "node:crypto";
import type { PaymentView } from "@accession/core/orders/payment-view";
import { pickListsContract } from "@accession/testing/inventory/pick-lists.contract";
import { beforeAll, expect, inject, test } from "vitest";
import { dynamoPaymentViews } from "./dynamo-payment-views.ts";
import { dynamoPickLists } from "./dynamo-pick-lists.ts";
import { makeOrdersTable } from "./testing/make-orders-table.ts";

let made: Awaited<ReturnType<typeof makeOrdersTable>>;
beforeAll(async () => {
  made = await makeOrdersTable(inject("awsEndpoint"));
});

pickListsContract(async () => dynamoPickLists(made.client, made.table));

test("a view of a payment is replaced by one of a later version only", async () => {
  const views = dynamoPaymentViews(made.client, made.table);
  const [tenantId, orderId] = [randomUUID(), randomUUID()];
  const view = (version: number, status: PaymentView["status"]): PaymentView => ({
    paymentId: randomUUID(),
    version,
    status,
    amount: { amount: 100, currency: "EUR" },
    at: "2026-11-21T09:00:00.000Z",
  });
  expect(await views.find(tenantId, orderId)).toBeUndefined();
  const captured = view(3, "captured");
  expect(await views.put(tenantId, orderId, captured)).toBe(true);
  for (const late of [view(2, "authorized"), view(3, "refunded")])
    expect(await views.put(tenantId, orderId, late)).toBe(false);
  expect(await views.find(tenantId, orderId)).toEqual(captured);
  expect(await views.find(randomUUID(), orderId)).toBeUndefined();
  const refunded = view(4, "refunded");
  await views.put(tenantId, orderId, refunded);
  expect(await views.find(tenantId, orderId)).toEqual(refunded);
});
