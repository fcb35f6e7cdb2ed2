import { META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { imagingRequest } from "@accession/testing/orders/imaging-order";
import { expect, test } from "vitest";
import { drawAccessionNumber } from "./accession-number.ts";
import { imagingOf } from "./lines.ts";
import { placeOrder } from "./place-order.ts";

const command = { tenantId: TENANT, meta: META, request: imagingRequest(), requestKey: "key-1" };
const [numbered] = imagingRequest().lines;
const { accessionNumber: _number, ...unnumbered } = numbered ?? {
  patient: { patientId: "" },
  price: { amount: 1, currency: "EUR" },
};
const NUMBER = /^[0-9A-HJKMNP-TV-Z]{12}$/;

/** Ids whose random end is chosen by the test; after the last one they count on. */
function scriptedIds(...ends: string[]) {
  let count = 0;
  const script = [...ends];
  return {
    next: () =>
      `01990000-0000-7000-8${(script.shift() ?? `f${String(count++).padStart(14, "0")}`).replace(/^(.{3})(.{12})$/, "$1-$2")}`,
  };
}

test("waits fourteen days unless it says otherwise, and keeps its numbers", async () => {
  const { order } = await placeOrder(orderTestContext(), command);
  expect(order.details).toMatchObject({
    kind: "imaging",
    deadlineAt: "2026-12-05T08:00:00.000Z",
    total: { amount: 30_000, currency: "EUR" },
    lines: [{ issuer: "RIS", accessionNumber: "A-1" }, { accessionNumber: "A-2" }],
  });
});

test("tells of itself without a number, a patient or a deadline", async () => {
  const context = orderTestContext();
  await placeOrder(context, command);
  expect(context.orders.outbox.map(({ envelope }) => envelope.data)).toEqual([
    { kind: "imaging", lineCount: 2, total: { amount: 30_000, currency: "EUR" } },
  ]);
});

test.each([
  ["2026-11-21T08:00:00Z", "order.deadline-past", "past"],
  ["2027-02-19T08:00:01Z", "order.deadline-too-late", "too-late"],
])("a deadline of %s is refused", async (deadline, code, issue) => {
  const request = imagingRequest({ deadline });
  await expect(placeOrder(orderTestContext(), { ...command, request })).rejects.toMatchObject({
    kind: "unprocessable",
    code,
    issues: [{ pointer: "/deadline", code: issue }],
  });
});

test("a deadline is kept in UTC", async () => {
  const request = imagingRequest({ deadline: "2026-11-22T09:00:00+01:00" });
  const { order } = await placeOrder(orderTestContext(), { ...command, request });
  expect(imagingOf(order).deadlineAt).toBe("2026-11-22T08:00:00.000Z");
});

test("numbers are drawn where none came, each another one", async () => {
  const context = orderTestContext();
  const request = imagingRequest({ lines: Array.from({ length: 40 }, () => unnumbered) });
  const { order } = await placeOrder(context, { ...command, request });
  const numbers = imagingOf(order).lines.map(({ accessionNumber }) => accessionNumber);
  for (const number of numbers) expect(number).toMatch(NUMBER);
  expect(new Set(numbers).size).toBe(40);
});

test("a number that another order of the issuer has is drawn again, and the order keeps its id", async () => {
  const [end, other] = ["a00000000000001", "a00000000000002"] as const;
  const orders = orderTestContext();
  const first = { ...orders, ids: scriptedIds("f00000000000001", end) };
  const request = imagingRequest({ lines: [unnumbered] });
  const taken = imagingOf((await placeOrder(first, { ...command, request })).order).lines[0]?.accessionNumber;
  expect(taken).toBe(drawAccessionNumber(scriptedIds(end)));

  // The id of the order, the number, the event's id; then only the last two again.
  const second = { ...orders, ids: scriptedIds("f00000000000002", end, "f00000000000003", other) };
  const { order } = await placeOrder(second, { ...command, request, requestKey: "key-2" });
  expect(imagingOf(order).lines[0]?.accessionNumber).toBe(drawAccessionNumber(scriptedIds(other)));
  expect(order.details.orderId.replaceAll("-", "").slice(-15)).toBe("f00000000000002");

  const elsewhere = { ...unnumbered, issuer: "OTHER-RIS" };
  const third = { ...orders, ids: scriptedIds("f00000000000004", end) };
  const free = await placeOrder(third, {
    ...command,
    request: imagingRequest({ lines: [elsewhere] }),
    requestKey: "key-3",
  });
  expect(imagingOf(free.order).lines[0]?.accessionNumber).toBe(taken);
});

test("a source of numbers that gives the same one for ever is an outage, not an endless search", async () => {
  const context = orderTestContext();
  const request = imagingRequest({ lines: [unnumbered] });
  const same = { ...context, ids: { next: () => "01990000-0000-7000-8000-000000000001" } };
  await placeOrder(same, { ...command, request });
  await expect(placeOrder(same, { ...command, request, requestKey: "key-2" })).rejects.toMatchObject({
    kind: "unavailable",
    code: "order.accession-numbers-exhausted",
  });
});

test("a repeated request is answered with the numbers that were drawn", async () => {
  const context = orderTestContext();
  const request = imagingRequest({ lines: [unnumbered] });
  const first = await placeOrder(context, { ...command, request });
  const second = await placeOrder(context, { ...command, request });
  expect(second).toEqual({ order: first.order, replayed: true });
});

test("the same request after its deadline finds its order, another one is refused as before", async () => {
  const context = orderTestContext();
  const request = imagingRequest({ deadline: "2026-11-21T09:00:00Z" });
  const first = await placeOrder(context, { ...command, request });
  context.clock.advance(2 * 3600);
  expect(await placeOrder(context, { ...command, request })).toEqual({ order: first.order, replayed: true });
  const other = imagingRequest({ deadline: "2026-11-21T09:00:01Z" });
  await expect(placeOrder(context, { ...command, request: other })).rejects.toMatchObject({
    code: "request.idempotency-key-reused",
  });
  await expect(placeOrder(context, { ...command, request, requestKey: "key-2" })).rejects.toMatchObject({
    code: "order.deadline-past",
  });
});
