import { rm, writeFile } from "node:fs/promises";
import { runDemoJob } from "../demo/run-demo-job.ts";
import { aborted, echoOf, orAborted, Stopped } from "../main/stop-signal.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { ENDPOINTS_FILE, LOCK_FILE } from "../set-up/paths.ts";
import { seconds, streamProgress } from "../set-up/progress.ts";
import { takeRunLock } from "./run-lock.ts";
import { startSystem } from "./start-system.ts";
import { whatToTry } from "./what-to-try.ts";

export interface DevOptions {
  /** Ends after the demo job. */
  readonly once: boolean;
  readonly signal: AbortSignal;
  readonly out: NodeJS.WriteStream;
}

const INTERRUPTED = 130;

/**
 * Installs what is missing, starts the system, runs the demo job, and either ends or stays up. Returns the exit code:
 * 0 when every expectation of the demo job held. Leaves nothing behind, however it ends.
 */
export async function runDev({ once, signal, out }: DevOptions): Promise<number> {
  const begun = performance.now();
  const progress = streamProgress(out);
  const lock = await takeRunLock(LOCK_FILE);
  try {
    await ensureEverything(progress, signal);
    const installed = performance.now();
    const system = await startSystem({ progress, signal, onProcess: lock.note });
    try {
      await writeFile(ENDPOINTS_FILE, `${JSON.stringify(system.endpoints, null, 2)}\n`, { mode: 0o600 });
      progress.line(`Ready in ${seconds(installed)}; ${seconds(begun)} with what had to be installed.\n`);
      const expectations = await orAborted(runDemoJob(system, { progress, signal }), signal);
      if (!once) {
        progress.line(whatToTry(system));
        await aborted(signal);
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
