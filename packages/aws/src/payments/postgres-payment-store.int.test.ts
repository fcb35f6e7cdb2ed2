import { paymentStoreContract } from "@accession/testing/payments/payment-store.contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresOutbox } from "../postgres/postgres-outbox.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { postgresPaymentStore } from "./postgres-payment-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

paymentStoreContract(async () => {
  const pool = database.appPool();
  return { store: postgresPaymentStore(pool), outbox: postgresOutbox(pool), tenantId: database.demo.id };
});

test("shows a tenant its own payments only", async () => {
  const store = postgresPaymentStore(database.appPool());
  const orderId = crypto.randomUUID();
  const payment = {
    tenantId: database.demo.id,
    orderId,
    paymentId: crypto.randomUUID(),
    version: 1,
    status: "intended",
    amount: { amount: 1, currency: "EUR" },
    gateway: "sandbox",
  } as const;
  await store.ensure(payment);
  expect(await store.find(database.other.id, orderId)).toBeUndefined();
});
