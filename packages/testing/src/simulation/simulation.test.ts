/** Orders in a world where everything goes wrong: never charged twice, nothing lost, every order ends. */
import { expect, test } from "vitest";
import { parseReproduction, simulateMany } from "./reproduce.ts";

/** As many as one idle core does in some 20 s. */
const RUNS = Number(process.env["ACCESSION_SIMULATION_RUNS"] ?? 5000);
const again = process.env["ACCESSION_SIMULATION_SEED"];

test("whatever fails, money, goods, studies and events add up", { timeout: 0 }, async () => {
  const reproduction = again === undefined ? undefined : parseReproduction(again);
  const { failure } = await simulateMany({ runs: RUNS, reproduction, shrinks: true });
  if (failure === undefined) return;
  expect.fail(
    [
      `ACCESSION_SIMULATION_SEED=${failure.seed} runs this one alone:`,
      ...failure.violations,
      JSON.stringify(failure.scenario, null, 1),
    ].join("\n"),
  );
});
