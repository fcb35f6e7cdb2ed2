import { expect, test } from "vitest";
import type { LogRecord } from "../client/function-logs.ts";
import { run } from "../run.ts";
import { startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const CORRELATION = "01a1fcc2-dfde-75e0-b46d-fef8393fa892";
const PLACED = "2026-11-21T08:00:00.000Z";

const ORDER = {
  id: "ord_1",
  kind: "goods",
  status: "PENDING",
  lines: [],
  total: { amount: 100, currency: "EUR" },
  placedAt: PLACED,
  timeline: [
    { version: 1, type: "order.created", at: PLACED, status: "PENDING", correlationId: CORRELATION },
  ],
};

const line = (ms: number, service: string, message: string, more: Partial<LogRecord> = {}): LogRecord => ({
  at: Date.parse(PLACED) + ms,
  service,
  level: "INFO",
  message,
  correlationId: CORRELATION,
  fields: {},
  ...more,
});

const LOGGED = [
  line(0, "place-order", "request served", {
    fields: { route: "POST /v1/orders", status: 202, requestId: "req" },
  }),
  line(150, "on-order-outbox", "event published", {
    causationId: "req",
    fields: { type: "order.created", eventId: "event" },
  }),
  line(300, "on-order-created", "event consumed", {
    causationId: "event",
    fields: { type: "order.created" },
  }),
  line(500, "reserve-inventory", "step failed", { level: "ERROR", causationId: "event" }),
  line(600, "reserve-inventory", "step ran", { causationId: "event", fields: { outcome: "done" } }),
  line(700, "ship-order", "step ran", { correlationId: "another" }),
];

async function trace(id: string, ...args: string[]) {
  await using api = await startFakeApi(({ url }) => {
    if (url.pathname === "/v1/orders/ord_1") return { body: ORDER };
    return { body: { receipts: [] } };
  });
  const io = recordingIo(api.url);
  io.logged.push(...LOGGED);
  const code = await run(["trace", id, ...args], io);
  return { code, printed: io.printed, noted: io.noted };
}

test.each(["ord_1", CORRELATION])("shows what %s led to, by cause and time", async (id) => {
  expect((await trace(id)).printed).toEqual([
    "+  0.000 s  place-order        request served POST /v1/orders status=202",
    "+  0.150 s  on-order-outbox    └─ event published order.created",
    "+  0.300 s  on-order-created      ├─ event consumed order.created",
    "+  0.500 s  reserve-inventory     ├─ ERROR step failed",
    "+  0.600 s  reserve-inventory     └─ step ran outcome=done",
  ]);
});

test("prints the lines as JSON, in the order of time", async () => {
  const { printed } = await trace("ord_1", "--json");
  expect(printed.map((text) => JSON.parse(text).service)).toEqual(
    LOGGED.slice(0, -1).map(({ service }) => service),
  );
});

test("finds the objects of a batch", async () => {
  await using api = await startFakeApi(({ url }) => ({
    body: {
      id: url.pathname.split("/").at(-1),
      key: "k",
      versionId: "v",
      outcome: "stored",
      correlationId: "object",
      landedAt: PLACED,
      receivedAt: PLACED,
      history: [],
    },
  }));
  const io = recordingIo(api.url);
  const { correlationId: _, ...batch } = line(10, "on-file-uploaded", "batch ingested", {
    fields: { correlationIds: ["other", "object"], outcomes: { stored: 2, rejected: 1 }, leftToSweepers: {} },
  });
  io.logged.push(batch);
  const published = { type: "study.updated", eventId: "event" };
  io.logged.push(
    line(5, "on-file-uploaded", "event published", {
      correlationId: "object",
      causationId: "object",
      fields: published,
    }),
  );
  await run(["trace", "rcp_1"], io);
  expect(io.printed).toEqual([
    "+  0.005 s  on-file-uploaded  batch ingested outcomes=stored:2,rejected:1",
    "+  0.000 s  on-file-uploaded  └─ event published study.updated",
  ]);
});

test("says what it cannot follow", async () => {
  expect(await trace("nonsense")).toMatchObject({
    code: 2,
    noted: [expect.stringContaining("no correlation id")],
  });
  expect(await trace("stu_1")).toMatchObject({
    code: 1,
    noted: [expect.stringContaining("no stu_1"), expect.stringContaining("--tenant")],
  });
  expect(await trace("00000000-0000-4000-8000-000000000000")).toMatchObject({
    code: 1,
    noted: [expect.stringContaining("No function has logged")],
  });
});
