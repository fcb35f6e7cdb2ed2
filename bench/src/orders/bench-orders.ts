import { cpus } from "node:os";
import { apiClient } from "@accession/cli/client/api-client";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { settledSnapshot } from "@accession/local/demo/store-snapshot";
import { ensureEverything } from "@accession/local/set-up/ensure-everything";
import { streamProgress } from "@accession/local/set-up/progress";
import { startSystem } from "@accession/local/system/start-system";
import { meterFunctions } from "@accession/local/testing/meter-functions";
import { costOfThousand, enteredStates, usesOf } from "@accession/local/testing/order-costs";
import type { Metered } from "@accession/testing/meter";
import { type AloneTimes, handlerAlone } from "./handler-alone.ts";
import { percentile } from "./percentile.ts";
import { type Placed, placeAll } from "./place-all.ts";

const ORDERS = 100;
/** At a time. */
const CALLERS = 4;
const WARM_UP = 12;

/** `pnpm bench orders`: goods orders through the whole system on the local engine, and the handler that takes them alone. */
export async function benchOrders(): Promise<void> {
  const progress = streamProgress(process.stderr);
  await ensureEverything(progress);
  const system = await startSystem({ progress });
  try {
    const api = apiClient(system.endpoints.api, await signInAsTenant(system.endpoints, "demo"));
    const meter = await meterFunctions(system);
    await placeAll(api, WARM_UP, CALLERS);
    await settledSnapshot(system);
    await meter.take();
    const placed = await placeAll(api, ORDERS, CALLERS);
    await settledSnapshot(system);
    const metered = await meter.take();
    const states = await enteredStates(system, placed.ids[0] ?? "");
    const alone = await handlerAlone(system.endpoints.aws.endpoint, CALLERS);
    process.stdout.write(report(placed, metered, states.length, alone));
  } finally {
    await system.stop();
  }
}

function report(placed: Placed, metered: readonly Metered[], states: number, alone: AloneTimes): string {
  const ms = (value: number) => `${value.toFixed(0).padStart(6)} ms`;
  const byFunction = [...Map.groupBy(metered, ({ name }) => name)].map(([name, all]) => {
    const sum = (of: (one: Metered) => number) => all.reduce((total, one) => total + of(one), 0) / ORDERS;
    return {
      name,
      times: all.length / ORDERS,
      took: sum((one) => one.milliseconds),
      calls: sum((one) => one.calls.length),
    };
  });
  const total = (of: (one: (typeof byFunction)[number]) => number) =>
    byFunction.reduce((all, one) => all + of(one), 0);
  const line = (name: string, times: number, calls: number, took: number) =>
    `  ${name.padEnd(22)} ${times.toFixed(2).padStart(8)} ${calls.toFixed(2).padStart(10)} ${took.toFixed(1).padStart(10)}`;
  return [
    `\n${ORDERS} goods orders by ${CALLERS} callers at a time; ${cpus().length} × ${cpus()[0]?.model.trim() ?? "?"}, Node ${process.versions.node}`,
    "",
    "Whole system on the local engine (one Python process; no local number says anything of AWS)",
    `  accepted               ${(ORDERS / placed.seconds).toFixed(1).padStart(6)} orders/s`,
    `  POST /v1/orders    p50 ${ms(percentile(placed.requestMs, 50))}   p99 ${ms(percentile(placed.requestMs, 99))}`,
    `  placed → completed p50 ${ms(percentile(placed.completionMs, 50))}   p99 ${ms(percentile(placed.completionMs, 99))}`,
    `  state transitions      ${String(states).padStart(6)} per order`,
    "",
    `  ${"per order".padEnd(22)}  invoked  AWS calls  Lambda ms`,
    ...byFunction
      .toSorted((a, b) => b.took - a.took)
      .map(({ name, times, calls, took }) => line(name, times, calls, took)),
    line(
      "all",
      total((one) => one.times),
      total((one) => one.calls),
      total((one) => one.took),
    ),
    "",
    "On AWS that many calls cost, at list prices, with the times of here, without index writes, logs, traces and Aurora",
    ...costOfThousand(usesOf(metered, states, ORDERS)).lines.map((text) => `  ${text}`),
    "",
    `The handler alone, in this process, against the engine's DynamoDB: ${alone.orders} orders by ${CALLERS} callers`,
    `  ${alone.perSecond.toFixed(0).padStart(6)} orders/s   p50 ${ms(alone.p50)}   p99 ${ms(alone.p99)}   ${alone.cpuMsPerOrder.toFixed(1)} ms of processor per order`,
    "",
  ].join("\n");
}
