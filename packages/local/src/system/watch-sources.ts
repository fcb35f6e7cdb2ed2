import { ROOT } from "../set-up/paths.ts";
import { watchFolders } from "./watch-folders.ts";

/** What the system is made of: folders with all that is in them, and files. */
const WATCHED = [
  "events/src",
  "infra",
  "packages/aws/migrations",
  "packages/aws/src",
  "packages/core/src",
  "packages/dicom/src",
  "packages/functions/src",
  "sst.config.ts",
  "stacks",
];

/** Yields the paths of sources that changed, from the root, as soon as nothing more changes. */
export async function* watchSources(signal: AbortSignal): AsyncGenerator<readonly string[]> {
  for await (const paths of watchFolders(ROOT, WATCHED, signal)) {
    const sources = paths.filter(isSource);
    if (sources.length > 0) yield sources;
  }
}

/** Tests and what editors leave beside a file change nothing of the system. */
function isSource(path: string): boolean {
  return /\.(ts|json|sql)$/.test(path) && !/\.test\.ts$/.test(path) && !/(^|\/)\./.test(path);
}
