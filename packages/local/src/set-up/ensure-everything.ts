import { whileInstalling } from "./installation-lock.ts";
import type { Progress } from "./progress.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { ensureSstPlatform } from "./sst-platform.ts";

/** All that pnpm does not install itself. Both parts download, so they run side by side. */
export function ensureEverything(progress: Progress, signal?: AbortSignal): Promise<void> {
  const withSignal = signal === undefined ? {} : { signal };
  return whileInstalling(async () => {
    const results = await Promise.allSettled([
      progress.step("Python environment with the local AWS engine", (note) =>
        ensurePythonEnvironment({ ...withSignal, note }),
      ),
      progress.step("SST's components", (note) => ensureSstPlatform({ ...withSignal, note })),
    ]);
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }, signal);
}
