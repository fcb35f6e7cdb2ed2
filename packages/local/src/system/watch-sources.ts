import { watch } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ROOT } from "../set-up/paths.ts";

/** What the system is made of. */
const WATCHED = [
  "events/src",
  "infra",
  "packages/aws/migrations",
  "packages/aws/src",
  "packages/core/src",
  "packages/dicom/src",
  "packages/functions/src",
  "stacks",
];

/** Long enough for an editor that writes a file in several steps, and for a change of many files. */
const QUIET_MS = 60;

/** Yields the paths that changed, from the root, as soon as nothing more changes. Ends when the signal aborts. */
export async function* watchSources(signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const changed = new Set<string>();
  if (signal.aborted) return;
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  const follow = async (path: string, isFile: boolean) => {
    for await (const { filename } of watch(join(ROOT, path), { recursive: !isFile, signal })) {
      const at = isFile || filename === null ? path : join(path, filename);
      if (!isSource(at)) continue;
      changed.add(at);
      wake.resolve();
    }
  };
  for (const following of [...WATCHED.map((path) => follow(path, false)), follow("sst.config.ts", true)]) {
    following.catch((error: Error) => {
      // An abort ends the watching in the same way.
      failure = error;
      wake.resolve();
    });
  }
  while (!signal.aborted) {
    await wake.promise;
    wake = Promise.withResolvers();
    if (signal.aborted) return;
    if (failure !== undefined) throw failure;
    for (let before = -1; before !== changed.size; ) {
      before = changed.size;
      await setTimeout(QUIET_MS);
    }
    const paths = [...changed].map((path) => relative(ROOT, join(ROOT, path)));
    changed.clear();
    yield paths;
  }
}

/** Tests and what editors leave beside a file change nothing of the system. */
function isSource(path: string): boolean {
  return /\.(ts|json|sql)$/.test(path) && !/\.test\.ts$/.test(path) && !/(^|\/)\./.test(path);
}
