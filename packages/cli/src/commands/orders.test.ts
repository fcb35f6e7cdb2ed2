import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeAnswer, startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const ORDER = {
  id: "ord_01990000-0000-7000-8000-000000000001",
  kind: "goods",
  status: "PENDING",
  version: 1,
  lines: [{ sku: "GLOVES-M", quantity: 2, unitPrice: { amount: 250, currency: "EUR" } }],
  total: { amount: 500, currency: "EUR" },
  placedAt: "2026-11-21T08:00:00.000Z",
};
const ENTRY = {
  version: 1,
  type: "order.created",
  at: "2026-11-21T08:00:00.000Z",
  status: "PENDING",
  correlationId: "c-1",
};
const ACCEPTED = { status: 202, headers: { "x-correlation-id": "c-1" }, body: ORDER };

async function orders(args: readonly string[], ...answers: readonly FakeAnswer[]) {
  let asked = 0;
  await using api = await startFakeApi(() => answers[asked++] ?? { status: 500 });
  const io = recordingIo(api.url);
  const exitCode = await run(["orders", ...args], io);
  return { exitCode, io, requests: api.requests };
}

test("place makes the request of the API from options, under a fresh key that is printed", async () => {
  const args = ["place", "--sku", "A", "--quantity", "2", "--sku", "B", "--quantity", "1", "--price", "250"];
  const { exitCode, io, requests } = await orders(args, ACCEPTED);
  expect(exitCode).toBe(0);
  expect(requests[0]?.json()).toEqual({
    kind: "goods",
    lines: [
      { sku: "A", quantity: 2, unitPrice: { amount: 250, currency: "EUR" } },
      { sku: "B", quantity: 1, unitPrice: { amount: 250, currency: "EUR" } },
    ],
    paymentToken: "tok_approve",
    shipTo: { addressReference: "front-desk" },
  });
  const key = requests[0]?.headers["idempotency-key"];
  expect(key).toMatch(/^[0-9a-f-]{36}$/);
  expect(io.noted).toContain(`Idempotency-Key: ${key}`);
  expect(io.printed).toEqual([
    `Order           ${ORDER.id}`,
    "Status          PENDING",
    "Total           5.00 EUR",
    "Correlation id  c-1",
  ]);
});

test("place says when the key had placed the order before", async () => {
  const replay = { ...ACCEPTED, headers: { "idempotency-replayed": "true" } };
  const { io, requests } = await orders(["place", "--sku", "A", "--idempotency-key", "k", "--json"], replay);
  expect(requests[0]?.headers["idempotency-key"]).toBe("k");
  expect(io.noted.join("\n")).toContain("nothing was placed now");
  expect(io.printed.map((line) => JSON.parse(line))).toEqual([ORDER]);
});

test("place --file sends the file as it is", async () => {
  await using folder = await temporaryFolder({ "order.json": '{"kind":"imaging","x":1}', "no.json": "{" });
  const sent = await orders(["place", "--file", join(folder.path, "order.json")], ACCEPTED);
  expect(sent.requests[0]?.json()).toEqual({ kind: "imaging", x: 1 });
  expect((await orders(["place", "--file", join(folder.path, "no.json")])).exitCode).toBe(2);
  expect((await orders(["place", "--file", join(folder.path, "none.json")])).exitCode).toBe(2);
  const both = await orders(["place", "--file", join(folder.path, "order.json"), "--sku", "A"]);
  expect([both.exitCode, both.requests.length]).toEqual([2, 0]);
});

test.each([
  { args: ["place"], why: "Say what to order" },
  { args: ["place", "--sku", "A", "--sku", "B", "--quantity", "1"], why: "give one for each" },
  { args: ["place", "--sku", "A", "--price", "1", "--price", "2"], why: "give one, or one for each" },
  { args: ["place", "--sku", "A", "--quantity", "0"], why: "whole number from 1 on" },
  { args: ["place", "--sku", "A", "--quantity", "1.5"], why: "whole number from 1 on" },
  { args: ["get"], why: "missing required argument" },
  { args: ["list", "--limit", "many"], why: "whole number from 1 on" },
])("$args is wrong usage: $why", async ({ args, why }) => {
  const { exitCode, io, requests } = await orders(args);
  expect(exitCode).toBe(2);
  expect(io.noted.join("\n")).toContain(why);
  expect(requests).toEqual([]);
});

test("a refusal is told with the fields that are wrong", async () => {
  const { exitCode, io } = await orders(["place", "--sku", "?"], {
    status: 422,
    body: {
      code: "request.invalid",
      detail: "The request does not fit the schema.",
      errors: [{ pointer: "/lines/0/sku", code: "invalid-format", detail: "must be letters" }],
    },
  });
  expect(exitCode).toBe(1);
  expect(io.noted.at(-1)).toBe(
    "✗ POST /v1/orders answered 422: The request does not fit the schema.\n  /lines/0/sku: must be letters",
  );
});

test("list shows a page, and says that there are more", async () => {
  const { io, requests } = await orders(["list", "--status", "pending"], {
    body: { orders: [ORDER], cursor: "next" },
  });
  expect(requests[0]?.url.search).toBe("?status=PENDING");
  expect(io.printed).toEqual([
    "ORDER                                     STATUS   REASON  LINES     TOTAL  PLACED",
    `${ORDER.id}  PENDING              1  5.00 EUR  2026-11-21T08:00:00.000Z`,
  ]);
  expect(io.noted).toEqual(["There are more: --all shows them."]);
});

test("list --all --json goes through all pages, one object per line", async () => {
  const { io, requests } = await orders(
    ["list", "--all", "--json", "--limit", "1"],
    { body: { orders: [ORDER], cursor: "a/b+c" } },
    { body: { orders: [{ ...ORDER, new: "field" }] } },
  );
  expect(requests.map((request) => request.url.searchParams.get("cursor"))).toEqual([null, "a/b+c"]);
  expect(io.printed.map((line) => JSON.parse(line))).toEqual([ORDER, { ...ORDER, new: "field" }]);
  expect(io.noted).toEqual([]);
});

test("get shows the order with its timeline", async () => {
  const { io, requests } = await orders(["get", "ord_1/?x"], { body: { ...ORDER, timeline: [ENTRY] } });
  expect(requests[0]?.url.pathname).toBe("/v1/orders/ord_1%2F%3Fx");
  expect(io.printed).toContain("GLOVES-M         2    2.50 EUR");
  expect(io.printed.at(-1)).toBe("2026-11-21T08:00:00.000Z  order.created  PENDING          c-1");
});

test.each([
  ["retry", [], { reason: "cause-mended" }],
  ["compensate", [], { reason: "cause-mended" }],
  [
    "resolve",
    ["--as", "failed", "--note", "by phone"],
    { as: "failed", reason: "cause-mended", note: "by phone" },
  ],
])("%s sends the decision under a key that is printed", async (verb, args, body) => {
  const given = [verb, "ord_1/?x", "--reason", "cause-mended", ...args];
  const { exitCode, io, requests } = await orders(given, ACCEPTED);
  expect([exitCode, requests[0]?.json()]).toEqual([0, body]);
  expect(requests[0]?.url.pathname).toBe(`/v1/orders/ord_1%2F%3Fx/${verb}`);
  expect(io.noted).toContain(`Idempotency-Key: ${requests[0]?.headers["idempotency-key"]}`);
  expect(io.printed).toEqual([`Order   ${ORDER.id}`, "Status  PENDING"]);
});

test.each([
  [["retry", "ord_1"]],
  [["retry", "ord_1", "--reason", "because"]],
  [["resolve", "ord_1", "--reason", "duplicate"]],
])("a decision without its reason or ending is an error of usage: %j", async (args) => {
  const { exitCode, requests } = await orders(args);
  expect([exitCode, requests]).toEqual([2, []]);
});

test.each([
  ["list", "--status", "LOST"],
  ["get", "stu_1"],
  ["cancel", "01990000-0000-7000-8000-000000000001"],
])("what cannot be meant is an error of usage: %s %s %s", async (...args) => {
  const { exitCode, requests } = await orders(args.filter((part) => part !== undefined));
  expect([exitCode, requests]).toEqual([2, []]);
});

test("a refusal by API Gateway is told in its own words, with what to do", async () => {
  const { exitCode, io } = await orders(["get", "ord_1"], { status: 403, body: { message: "Forbidden" } });
  expect(exitCode).toBe(1);
  expect(io.noted).toEqual([
    "✗ GET /v1/orders/ord_1 answered 403: Forbidden",
    expect.stringContaining("--tenant"),
  ]);
});

test("get shows what the person wrote who settled it", async () => {
  const body = {
    ...ORDER,
    status: "FAILED",
    reason: "written-off",
    note: "see ticket 12",
    timeline: [ENTRY],
  };
  const { io } = await orders(["get", ORDER.id], { body });
  expect(io.printed).toContain("Note    see ticket 12");
});

test("another tenant's order is a no", async () => {
  const { exitCode, io } = await orders(["get", "ord_1"], {
    status: 404,
    body: { code: "order.not-found", detail: "There is no such order." },
  });
  expect(exitCode).toBe(1);
  expect(io.noted).toEqual(["✗ GET /v1/orders/ord_1 answered 404: There is no such order."]);
});

test("an answer of another version is told without its content", async () => {
  const { exitCode, io } = await orders(["get", "ord_1"], { body: { id: "Doe^John" } });
  expect(exitCode).toBe(1);
  expect(io.noted.join()).toContain("at /kind, /status");
  expect(io.noted.join()).not.toContain("Doe");
});
