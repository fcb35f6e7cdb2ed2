/** Runs many scenarios, or one that failed before. */
import fc from "fast-check";
import type { Plant } from "./parts.ts";
import { type Scenario, scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

export interface Reproduction {
  readonly seed: number;
  /** Where in the seed's runs, as fast-check tells it; absent for all of them. */
  readonly path?: string;
}

export interface Report {
  readonly runs: number;
  readonly failure?: {
    /** What to set `ACCESSION_SIMULATION_SEED` to. */
    readonly seed: string;
    readonly scenario: Scenario;
    readonly violations: readonly string[];
  };
}

/** `seed` or `seed:path`, as a failure prints it. */
export function parseReproduction(text: string): Reproduction {
  const [seed = "", ...path] = text.split(":");
  if (!/^-?\d+$/.test(seed)) throw new Error("ACCESSION_SIMULATION_SEED is not one that was printed");
  return path.length === 0 ? { seed: Number(seed) } : { seed: Number(seed), path: path.join(":") };
}

export interface Simulation {
  /** How many scenarios at most. */
  readonly runs: number;
  /** Which ones; by chance when absent. */
  readonly reproduction?: Reproduction | undefined;
  /** A bug to be found. */
  readonly plant?: Plant;
  /** Whether to look for the smallest scenario that fails. */
  readonly shrinks: boolean;
}

/** Runs until something does not hold. */
export async function simulateMany({ runs, reproduction, plant, shrinks }: Simulation): Promise<Report> {
  const { path } = reproduction ?? {};
  const details = await fc.check(
    fc.asyncProperty(scenario, async (drawn) => (await simulate(drawn, plant)).length === 0),
    {
      numRuns: path === undefined ? runs : 1,
      ...(reproduction !== undefined && { seed: reproduction.seed }),
      ...(path !== undefined && { path }),
      endOnFailure: !shrinks || path !== undefined,
    },
  );
  const [smallest] = details.counterexample ?? [];
  if (smallest === undefined) return { runs: details.numRuns };
  return {
    runs: details.numRuns,
    failure: {
      seed: `${details.seed}:${details.counterexamplePath}`,
      scenario: smallest,
      violations: await simulate(smallest, plant),
    },
  };
}
