import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metered } from "@accession/testing/meter";
import type { RunningSystem } from "../system/running-system.ts";

import { wrapFunctions } from "./wrap-functions.ts";

/** Asked by whoever waits for an order, or run by the clock: no part of what an order takes. */
const NO_PART = /^(get|list|put|sweep)-/;

/** As it is, for the functions: not what an import would give. */
const source = (name: string) => new URL(`../../../testing/src/${name}`, import.meta.url);

export interface Meter {
  /** What the functions did since it was asked the last time. */
  take(): Promise<readonly Metered[]>;
  /** Puts the functions back as they were. */
  remove(): Promise<void>;
}

/** Measures all functions of a running system. */
export async function meterFunctions(system: RunningSystem): Promise<Meter> {
  const file = join(system.folder, "metered.jsonl");
  const remove = await wrapFunctions(system, () => ({
    module: source("meter.ts"),
    beside: [source("aws-calls.ts")],
    with: [JSON.stringify(file)],
  }));
  let taken = 0;
  return {
    async take() {
      const text = await readFile(file, "utf8").catch(() => "");
      const lines = text.split("\n").filter((line) => line !== "");
      const found = lines.slice(taken).map((line) => JSON.parse(line) as Metered);
      taken = lines.length;
      return found.filter(({ name }) => !NO_PART.test(name));
    },
    remove,
  };
}
