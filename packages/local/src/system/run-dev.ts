import { rm, writeFile } from "node:fs/promises";
import { runDemoJob } from "../demo/run-demo-job.ts";
import { echoOf, orAborted, Stopped } from "../main/stop-signal.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { ENDPOINTS_FILE, LASTING_STATE, LOCK_FILE } from "../set-up/paths.ts";
import { seconds, streamProgress } from "../set-up/progress.ts";
import { followSources } from "./follow-sources.ts";
import { reachableFolder } from "./reachable-folder.ts";
import { takeRunLock } from "./run-lock.ts";
import { startSystem } from "./start-system.ts";
import { lastingState, temporaryState } from "./state-folder.ts";
import { whatToTry } from "./what-to-try.ts";

export interface DevOptions {
  /** Ends after the demo job, with a state of its own that is thrown away. */
  readonly once: boolean;
  /** Throws away the state that the last run kept. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly out: NodeJS.WriteStream;
}

const INTERRUPTED = 130;

/**
 * Installs what is missing, starts the system, runs the demo job when it is empty, and either ends or stays up. Returns
 * the exit code: 0 when every expectation of the demo job held. Leaves nothing running, however it ends.
 */
export async function runDev({ once, fresh, signal, out }: DevOptions): Promise<number> {
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
    try {
      await writeFile(ENDPOINTS_FILE, `${JSON.stringify(system.endpoints, null, 2)}\n`, { mode: 0o600 });
      progress.line(`Ready in ${seconds(installed)}; ${seconds(begun)} with what had to be installed.\n`);
      // The demo job expects an empty system.
      const expectations =
        state.kept === undefined ? await orAborted(runDemoJob(system, { progress, signal }), signal) : [];
      if (!once) {
        progress.line(whatToTry(system));
        await orAborted(followSources(system, progress, signal), signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
        progress.line("\nStopping.");
        if (isUnexpected(signal.reason)) throw signal.reason;
        return 0;
      }
      return expectations.every(({ held }) => held) ? 0 : 1;
    } finally {
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

/** An error that nobody awaited, and no wish of the user. */
function isUnexpected(reason: unknown): reason is Stopped {
  return reason instanceof Stopped && reason.cause !== undefined;
}
