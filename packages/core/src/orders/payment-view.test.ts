import { paymentCaptured } from "@accession/events/payments/payment.captured";
import { paymentDeclined } from "@accession/events/payments/payment.declined";
import { paymentProcessed } from "@accession/events/payments/payment.processed";
import { paymentRefunded } from "@accession/events/payments/payment.refunded";
import { META, TENANT } from "@accession/testing/orders/goods-order";
import { expect, test } from "vitest";
import { paymentViewOf } from "./payment-view.ts";

const PAYMENT = "01990000-0000-7000-8000-0000000000aa";
const common = {
  id: "01990000-0000-7000-8000-0000000000e0",
  tenantId: TENANT,
  aggregateId: PAYMENT,
  aggregateVersion: 2,
  occurredAt: "2026-11-21T09:00:00.000Z",
  homeRegion: "eu-central-1",
  meta: META,
};
const data = { orderId: "01990000-0000-7000-8000-0000000000bb", amount: { amount: 5, currency: "EUR" } };
const declined = (operation: "authorize" | "capture") =>
  paymentDeclined.create({ ...common, data: { ...data, operation, reason: "card-declined" } });
const authorizedUntil = "2026-11-28T09:00:00.000Z";

test.each([
  [
    paymentProcessed.create({ ...common, data: { ...data, authorizedUntil } }),
    { status: "authorized", authorizedUntil },
  ],
  [paymentCaptured.create({ ...common, data }), { status: "captured" }],
  [paymentRefunded.create({ ...common, data: { ...data, how: "voided" } }), { status: "voided" }],
  [paymentRefunded.create({ ...common, data: { ...data, how: "refunded" } }), { status: "refunded" }],
  [declined("authorize"), { status: "declined", reason: "card-declined" }],
  [declined("capture"), { status: "capture-declined", reason: "card-declined" }],
] as const)("%# an event of a payment says how it stands", (event, expected) => {
  expect(paymentViewOf(event)).toEqual({
    paymentId: PAYMENT,
    version: 2,
    amount: data.amount,
    at: common.occurredAt,
    ...expected,
  });
});
