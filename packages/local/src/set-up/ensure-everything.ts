import { whileInstalling } from "./installation-lock.ts";
import type { Progress } from "./progress.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { ensureSstPlatform } from "./sst-platform.ts";

/** All that pnpm does not install itself. Both parts download, so they run side by side; one that fails ends both. */
export function ensureEverything(progress: Progress, signal?: AbortSignal): Promise<void> {
  return whileInstalling(async () => {
    const failed = new AbortController();
    const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
    const parts = [
      progress.step("Python environment with the local AWS engine", (note) =>
        ensurePythonEnvironment({ signal: either, note }),
      ),
      progress.step("SST's components", (note) => ensureSstPlatform({ signal: either, note })),
    ];
    for (const part of parts) part.catch((error: unknown) => failed.abort(error));
    await Promise.allSettled(parts);
    // The first failure is the reason of the other's.
    either.throwIfAborted();
  }, signal);
}
