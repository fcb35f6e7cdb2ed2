/** The simulation is strong enough to find what it is there for. */
import { expect, test } from "vitest";
import type { Plant } from "./parts.ts";
import {
  cancelRace,
  captureWithNewKey,
  compensationWithoutTombstone,
  lateReserve,
  lostOutboxRow,
} from "./planted-bugs.ts";
import { simulateMany } from "./reproduce.ts";

/** Always the same runs: what finds a bug today finds it tomorrow. */
const SEED = 20_261_121;
const RUNS = 5000;

async function violationsOf(plant: Plant): Promise<readonly string[]> {
  const reproduction = { seed: SEED };
  const { failure } = await simulateMany({ runs: RUNS, reproduction, plant, shrinks: false });
  return failure?.violations ?? [];
}

test("finds a compensation that leaves no tombstone", { timeout: 0 }, async () => {
  const violations = await violationsOf(compensationWithoutTombstone);
  expect(violations).toContainEqual(expect.stringMatching(/is (CANCELLED|FAILED), .* stock held/));
});

test("finds a capture that is retried with another key", { timeout: 0 }, async () => {
  const violations = await violationsOf(captureWithNewKey);
  expect(violations).toContainEqual(expect.stringMatching(/was charged \d times/));
});

test("finds an event that was not written with its state", { timeout: 0 }, async () => {
  expect(await violationsOf(lostOutboxRow)).toContainEqual(expect.stringContaining("was never published"));
});

test("finds a reserve that comes late and is let through", { timeout: 0 }, async () => {
  expect(await violationsOf(lateReserve)).toContainEqual(expect.stringContaining("are held"));
});

test("finds a cancel that is written over", { timeout: 0 }, async () => {
  expect(await violationsOf(cancelRace)).toContainEqual(
    expect.stringMatching(/was charged although it was cancelled|was CANCELLED and became CAPTURING/),
  );
});
