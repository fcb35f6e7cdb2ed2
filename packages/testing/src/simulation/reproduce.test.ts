import { expect, test } from "vitest";
import { captureWithNewKey } from "./planted-bugs.ts";
import { parseReproduction, simulateMany } from "./reproduce.ts";

test("what a failure prints runs that one again, and nothing else", { timeout: 0 }, async () => {
  const bug = { plant: captureWithNewKey, shrinks: true };
  const first = await simulateMany({ ...bug, runs: 500, reproduction: { seed: 7 } });
  expect(first.failure?.violations).not.toEqual([]);
  const reproduction = parseReproduction(first.failure?.seed ?? "");
  const again = await simulateMany({ ...bug, runs: 500, reproduction });
  expect(again).toEqual({ runs: 1, failure: { ...first.failure, seed: expect.any(String) } });
});

test.each(["", "seed", "12x", ":0"])("%j is not what a failure prints", (text) => {
  expect(() => parseReproduction(text)).toThrow("ACCESSION_SIMULATION_SEED");
});
