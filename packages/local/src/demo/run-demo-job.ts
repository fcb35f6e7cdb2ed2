import { apiClient } from "@accession/cli/client/api-client";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { type Progress, seconds } from "../set-up/progress.ts";
import type { RunningSystem } from "../system/running-system.ts";
import { countEvents } from "./count-events.ts";
import { countDeadLetters } from "./dead-letters.ts";
import type { DemoContext } from "./demo-context.ts";
import { type Expectation, Expectations } from "./expectations.ts";
import { meetStudies, orderPhantomScan } from "./imaging-orders.ts";
import { ingestPhantom } from "./ingest-phantom.ts";
import { ingestSamples } from "./ingest-samples.ts";
import { placeOrders } from "./place-orders.ts";
import { redriveLetter } from "./redrive-letter.ts";
import { replayEverything } from "./replay-everything.ts";
import { verifyEverything } from "./verify-everything.ts";

export interface DemoOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The main job on real input: files and orders through the whole system. Returns what was expected and seen. */
export async function runDemoJob(
  system: RunningSystem,
  options: DemoOptions,
): Promise<readonly Expectation[]> {
  const started = performance.now();
  const since = new Date();
  const expectations = new Expectations();
  const { endpoints } = system;
  const context: DemoContext = {
    ...options,
    system,
    expectations,
    api: apiClient(endpoints.api, await signInAsTenant(endpoints, "demo")),
  };
  options.progress.line("Files");
  await ingestSamples(context);
  const waiting = await orderPhantomScan(context);
  await ingestPhantom(context);
  await meetStudies(context, waiting);
  await placeOrders(context);
  await redriveLetter(context);
  await replayEverything(context, since);
  await countDeadLetters(context);
  await countEvents(context);
  await verifyEverything(context);
  options.progress.line(
    `Demo job: ${expectations.all.length} expectations, ${expectations.failed.length} not met, ${seconds(started)}`,
  );
  for (const { claim, seen } of expectations.failed) options.progress.line(`✗ ${claim}: ${seen ?? "not so"}`);
  return expectations.all;
}
