import type { LogRecord } from "@accession/cli/client/function-logs";
import { expect, it } from "vitest";
import { logLine, newRecords } from "./follow-logs.ts";

const record = (at: number, message: string, more: Partial<LogRecord> = {}): LogRecord => ({
  at,
  service: "place-order",
  level: "INFO",
  message,
  fields: {},
  ...more,
});

it("tells each line once, also one that comes after later ones", async () => {
  const held = [record(900, "before"), record(1_010, "second")];
  const logs = { read: async () => [...held].sort((a, b) => a.at - b.at) };
  const read = newRecords(logs, 1_000);
  expect((await read(1_100)).map(({ message }) => message)).toEqual(["second"]);
  held.push(record(1_005, "first, of a run that took longer"));
  expect((await read(2_100)).map(({ message }) => message)).toEqual(["first, of a run that took longer"]);
  expect(await read(200_000)).toEqual([]);
});

it("writes a line with its time, function, facts and correlation id, which cannot command the terminal", () => {
  const said = record(Date.UTC(2026, 10, 21, 6, 19, 52, 198), "request\u001b[2J served", {
    level: "ERROR",
    correlationId: "01a1",
    fields: { route: "POST /v1/orders", status: 500 },
  });
  expect(logLine(said, false)).toBe(
    "06:19:52.198  place-order               ERROR request served POST /v1/orders status=500  01a1",
  );
});
