/** Puts a switch for faults around the steps of the running saga. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { wrapFunctions } from "../testing/wrap-functions.ts";
import type { FaultPlan } from "./fault-switch.ts";
import { system } from "./under-test.ts";

export interface BrokenSteps {
  /** Says what befalls an order, in the place of what was said before. */
  plan(orderId: string, faults: FaultPlan): Promise<void>;
  /** How often a step of the order has failed as planned. */
  hits(orderId: string, step: string): Promise<number>;
  /** Puts the functions back as they were. */
  mend(): Promise<void>;
}

/** Wraps the handlers of the steps. `mend` must be called. */
export async function breakSteps(steps: readonly string[]): Promise<BrokenSteps> {
  const folder = join(system.folder, "faults");
  await mkdir(folder, { recursive: true });
  const module = new URL("./fault-switch.ts", import.meta.url);
  const mend = await wrapFunctions(system, (name) =>
    steps.includes(name) ? { module, with: [JSON.stringify(name), JSON.stringify(folder)] } : undefined,
  );
  const bare = (orderId: string) => orderId.replace(/^ord_/, "");
  return {
    plan: (orderId, faults) => writeFile(join(folder, `${bare(orderId)}.json`), JSON.stringify(faults)),
    async hits(orderId, step) {
      const file = join(folder, `${bare(orderId)}.${step}`);
      return (await readFile(file, "utf8").catch(() => "")).length;
    },
    mend,
  };
}
