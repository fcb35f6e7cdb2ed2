import "./provided.ts";
import type { TestProject } from "vitest/node";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { quietProgress } from "../set-up/progress.ts";
import { startSystem } from "../system/start-system.ts";
import { interruption } from "./interruption.ts";

/** Eight retries of a step take four seconds, and not three minutes. */
const PAUSE_FACTOR = 0.02;

/** One whole system for all end-to-end tests of a run, with a state and ports of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { signal, endWith } = interruption();
  await ensureEverything(quietProgress, signal);
  const { endpoints, resources, folder, stop } = await startSystem({
    progress: quietProgress,
    signal,
    pauseFactor: PAUSE_FACTOR,
  });
  endWith(stop);
  const plain = resources.filter(({ type }) => !type.endsWith(":BucketObjectv2"));
  project.provide("system", JSON.parse(JSON.stringify({ endpoints, resources: plain, folder })));
  return stop;
}
