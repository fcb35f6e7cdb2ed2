import { isDeepStrictEqual } from "node:util";
import pMap from "p-map";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrokenSteps, breakSteps } from "./break-steps.ts";
import { type RanCell, runCell } from "./run-saga-cell.ts";
import { ENDS } from "./saga-ends.ts";
import { CELLS, FAULTS, STEPS } from "./saga-faults.ts";
import { apiOf } from "./under-test.ts";

/** So many orders at a time: each has functions of its own running. */
const AT_ONCE = 5;
/** The least that a state machine tries a step before it gives it up. */
const TRIES = 9;

let broken: BrokenSteps;
beforeAll(async () => {
  broken = await breakSteps([...new Set(STEPS.map(({ step }) => step))]);
});
afterAll(() => broken.mend());

it("every step, failing in every way, leads to the one end, and all stores agree on it", async () => {
  const api = await apiOf("demo");
  const began = performance.now();
  const ran = await pMap(CELLS, (cell) => runCell(api, broken, cell), {
    concurrency: AT_ONCE,
    stopOnError: false,
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`\n${tableOf(ran)}\n${ran.length} orders in ${seconds} s\n`);
  const wrong = ran.filter(
    ({ row, fault, hits, found }) =>
      hits < Math.min(FAULTS[fault].times, TRIES) || !isDeepStrictEqual(found, ENDS[row.story]),
  );
  expect(wrong.map(({ row, fault, hits, found }) => ({ step: row.step, fault, hits, found }))).toEqual([]);
}, 600_000);

function tableOf(ran: readonly RanCell[]): string {
  const line = (...cells: readonly string[]) =>
    cells.map((cell, column) => cell.padEnd([17, 33, 32, 5, 22][column] ?? 0)).join(" ");
  return [
    line("step", "order of", "what befalls it", "times", "meanwhile", "ends"),
    ...ran.map(({ row, fault, hits, left, found }) =>
      line(row.step, row.story, fault, String(hits), left, found.status),
    ),
  ].join("\n");
}
