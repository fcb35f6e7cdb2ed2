import { rm, writeFile } from "node:fs/promises";
import { runDemoJob } from "../demo/run-demo-job.ts";
import { followLogs } from "../logs/follow-logs.ts";
import { echoOf, orAborted, Stopped } from "../main/stop-signal.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { ENDPOINTS_FILE, LASTING_STATE, LOCK_FILE } from "../set-up/paths.ts";
import { type Progress, seconds, streamProgress } from "../set-up/progress.ts";
import { followSources } from "./follow-sources.ts";
import { reachableFolder } from "./reachable-folder.ts";
import { resumeOrders } from "./resume-orders.ts";
import { takeRunLock } from "./run-lock.ts";
import { type System, startSystem } from "./start-system.ts";
import { lastingState, temporaryState } from "./state-folder.ts";
import { whatToTry } from "./what-to-try.ts";

export interface DevOptions {
  /** Ends after the demo job, with a state of its own that is thrown away. */
  readonly once: boolean;
  /** Throws away the state that the last run kept. */
  readonly fresh: boolean;
  /** Leaves the demo job out. */
  readonly empty: boolean;
  /** Prints what all functions log. */
  readonly logs: boolean;
  readonly signal: AbortSignal;
  readonly out: NodeJS.WriteStream;
}

const INTERRUPTED = 130;

/**
 * Installs what is missing, starts the system, runs the demo job when it holds nothing, and either ends or stays up. Returns
 * the exit code: 0 when every expectation of the demo job held. Leaves nothing running, however it ends.
 */
export async function runDev(options: DevOptions): Promise<number> {
  const { once, fresh, empty, logs, signal, out } = options;
  const begun = performance.now();
  const progress = streamProgress(out);
  const lock = await takeRunLock(LOCK_FILE);
  try {
    await ensureEverything(progress, signal);
    const installed = performance.now();
    const state = once
      ? await temporaryState()
      : await lastingState(await reachableFolder(LASTING_STATE), { fresh });
    if (state.kept !== undefined)
      progress.line("Going on with the state of the last run; --fresh begins anew.");
    const system = await startSystem({ progress, signal, state, onProcess: lock.note });
    const ended = new AbortController();
    try {
      await writeFile(ENDPOINTS_FILE, `${JSON.stringify(system.endpoints, null, 2)}\n`, { mode: 0o600 });
      progress.line(`Ready in ${seconds(installed)}; ${seconds(begun)} with what had to be installed.\n`);
      if (logs) showLogs(system, progress, out.isTTY === true, ended.signal);
      if (state.kept === undefined) {
        const demo = empty ? Promise.resolve([]) : runDemoJob(system, { progress, signal });
        const expectations = await orAborted(demo, signal);
        if (once) return expectations.every(({ held }) => held) ? 0 : 1;
      } else {
        // The schedule looks at them too, later: a failure is told and keeps nobody from working.
        const resumed = progress.step("Orders that were under way go on", () => resumeOrders(system));
        await orAborted(
          resumed.catch((error: unknown) => progress.line(`  ${String(error)}`)),
          signal,
        );
      }
      progress.line(whatToTry(system));
      await followSources(system, progress, signal);
      progress.line("\nStopping.");
      if (isUnexpected(signal.reason)) throw signal.reason;
      return 0;
    } finally {
      ended.abort();
      await rm(ENDPOINTS_FILE, { force: true });
      await system.stop();
    }
  } catch (error) {
    await echoOf(signal);
    if (!signal.aborted) throw error;
    if (isUnexpected(signal.reason)) throw signal.reason.cause;
    progress.line(`\n${String(signal.reason.message)}; nothing is left running.`);
    return INTERRUPTED;
  } finally {
    await lock.release();
  }
}

/** In the background: that the logs cannot be read is told, and ends nothing else. */
function showLogs(system: System, progress: Progress, colour: boolean, signal: AbortSignal): void {
  followLogs(system.endpoints, { line: progress.line, signal, colour }).catch((error: unknown) => {
    if (!signal.aborted) progress.line(`✗ the logs cannot be followed any more: ${String(error)}`);
  });
}

/** An error that nobody awaited, and no wish of the user. */
function isUnexpected(reason: unknown): reason is Stopped {
  return reason instanceof Stopped && reason.cause !== undefined;
}
