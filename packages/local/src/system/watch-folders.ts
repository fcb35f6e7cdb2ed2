import { readdir, stat, watch } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Long enough for an editor that writes a file in several steps, and for a change of many files. */
const QUIET_MS = 60;

/**
 * Yields the paths below `root` that changed, as soon as nothing more changes: of what is in the folders of `watched`,
 * and of its files. Ends when the signal aborts. Each folder is watched by itself, as Node's recursive watch on Linux
 * watches files, and so loses one that is replaced: most editors and git write a new file in the place of the old.
 */
export async function* watchFolders(
  root: string,
  watched: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const changed = new Set<string>();
  /** Of each folder that is watched: what tells it from another that comes in its place. */
  const followed = new Map<string, string>();
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  const fail = (error: unknown) => {
    // An abort ends a watch in the same way.
    failure = error instanceof Error ? error : new Error(String(error));
    wake.resolve();
  };
  const note = (path: string) => {
    changed.add(path);
    wake.resolve();
  };
  const followEntries = async (folder: string, isMeant: (path: string) => boolean) => {
    for await (const { filename } of watch(join(root, folder), { signal })) {
      const path = filename === null ? folder : join(folder, filename);
      if (!isMeant(path)) continue;
      note(path);
      await followFolder(path, note);
    }
  };
  /** Does nothing for a file, what is gone, or the same folder again. `found` is told of the files that are there. */
  const followFolder = async (path: string, found: (path: string) => void): Promise<void> => {
    const now = await stat(join(root, path)).catch(() => undefined);
    const identity = `${now?.ino} ${now?.birthtimeMs}`;
    if (now === undefined || !now.isDirectory() || followed.get(path) === identity) return;
    followed.set(path, identity);
    followEntries(path, () => true).catch(fail);
    for (const entry of await readdir(join(root, path), { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory()) await followFolder(join(path, entry.name), found);
      else found(join(path, entry.name));
    }
  };

  for (const path of watched) {
    if ((await stat(join(root, path))).isDirectory()) await followFolder(path, () => {});
    else followEntries(dirname(path), (entry) => entry === path).catch(fail);
  }
  signal.addEventListener("abort", () => wake.resolve(), { once: true });
  while (!signal.aborted) {
    await wake.promise;
    if (signal.aborted) return;
    wake = Promise.withResolvers();
    if (failure !== undefined) throw failure;
    for (let before = -1; before !== changed.size; ) {
      before = changed.size;
      await setTimeout(QUIET_MS);
    }
    const paths = [...changed];
    changed.clear();
    if (paths.length > 0) yield paths;
  }
}
