/**
 * Runs inside the functions of the saga while its faults are tried, around their real handlers: a step of a planned
 * order fails when its plan says so. The product's own code is as it is.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** When a step fails: before it does anything, dead at a write of its order's table, or with all done. */
export type FaultKind = "throws-before" | "dies-at-write" | "throws-after";

export interface Fault {
  readonly kind: FaultKind;
  /** How many runs of the step fail, from the first. */
  readonly times: number;
  /** `dies-at-write`: at which write of its run, from 1. The write is not sent. */
  readonly write?: number;
}

/** What befalls the steps of one order, by their names. */
export type FaultPlan = Readonly<Record<string, Fault>>;

type Handler = (input: { readonly orderId: string }, context: unknown) => Promise<unknown>;

/** An order is placed before its plan can be written, as its id is not known until then. */
const PLAN_PATIENCE_MS = 5_000;

/** At which write of the run that is under way the process dies. A worker runs one at a time. */
let dieAtWrite: (() => void) | undefined;
let writesLeft = 0;

const request = http.request;
http.request = ((...args: Parameters<typeof http.request>) => {
  const headers = (args[0] as http.RequestOptions).headers as Record<string, string> | undefined;
  const target = headers?.["x-amz-target"] ?? "";
  if (dieAtWrite !== undefined && target.endsWith(".TransactWriteItems")) {
    writesLeft -= 1;
    if (writesLeft === 0) dieAtWrite();
  }
  return request(...args);
}) as typeof http.request;
syncBuiltinESMExports();

/** The step's handler, with the faults that the plans in `folder` hold for it. It is loaded when it is to run. */
export function wrap(
  load: () => Promise<{ readonly handler: Handler }>,
  step: string,
  folder: string,
): Handler {
  return async (input, context) => {
    const plan = join(folder, `${input.orderId}.json`);
    if (step === "ReserveInventory") await whenThere(plan);
    const hits = join(folder, `${input.orderId}.${step}`);
    const fault = existsSync(plan) ? (JSON.parse(readFileSync(plan, "utf8")) as FaultPlan)[step] : undefined;
    const before = existsSync(hits) ? readFileSync(hits, "utf8").length : 0;
    const isHit = fault !== undefined && before < fault.times;
    const hit = () => appendFileSync(hits, "x");
    if (isHit && fault.kind === "throws-before") {
      hit();
      throw new Error("planned fault");
    }
    const { handler: real } = await load();
    if (isHit && fault.kind === "dies-at-write") {
      writesLeft = fault.write ?? 1;
      dieAtWrite = () => {
        hit();
        process.kill(process.pid, "SIGKILL");
      };
    }
    const answer = await real(input, context).finally(() => {
      dieAtWrite = undefined;
    });
    if (isHit && fault.kind === "throws-after") {
      hit();
      throw new Error("planned fault");
    }
    return answer;
  };
}

async function whenThere(plan: string): Promise<void> {
  const end = Date.now() + PLAN_PATIENCE_MS;
  while (!existsSync(plan) && Date.now() < end) await setTimeout(20);
}
