import { expect, test } from "vitest";
import { orderFailed } from "./orders/order.failed.ts";

const fields = {
  id: "01990000-0000-7000-8000-000000000001",
  tenantId: "01990000-0000-7000-8000-00000000aaaa",
  aggregateId: "01990000-0000-7000-8000-000000000002",
  aggregateVersion: 4,
  occurredAt: "2026-11-21T08:00:00.000Z",
  homeRegion: "eu-central-1",
  meta: { correlationId: "c", causationId: "r", actor: "user-1" },
  data: { kind: "goods", reason: "out-of-stock" },
} as const;

test("an event is what it was created from, with its type and version", () => {
  const envelope = orderFailed.create(fields);
  expect(envelope).toEqual({ ...fields, type: "order.failed", version: 1 });
  expect(orderFailed.parse(JSON.parse(JSON.stringify(envelope)))).toEqual(envelope);
});

test("an event is not made of data that do not fit it", () => {
  expect(() =>
    orderFailed.create({ ...fields, data: { kind: "goods", reason: "Patient Smith left" } }),
  ).toThrow();
});

test("another type or version is not read as this one", () => {
  const envelope = orderFailed.create(fields);
  expect(() => orderFailed.parse({ ...envelope, type: "order.completed" })).toThrow();
  expect(() => orderFailed.parse({ ...envelope, version: 2 })).toThrow();
});
