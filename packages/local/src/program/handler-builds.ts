import { buildHandlers, bundleFolder } from "./build-handlers.ts";
import type { DeclaredFunction } from "./resource.ts";
import type { BuildAnswer } from "./rpc-server.ts";

/** Requests of one burst are bundled together; this long without a new one ends a burst. */
const BURST_MS = 20;

/** Collects what SST's components ask for, one function at a time, and bundles each burst in one go. */
export function handlerBuilds(workFolder: string): (fn: DeclaredFunction) => Promise<BuildAnswer> {
  let burst: {
    fn: DeclaredFunction;
    resolve: (answer: BuildAnswer) => void;
    reject: (error: unknown) => void;
  }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async () => {
    const requests = burst;
    burst = [];
    try {
      const errors = await buildHandlers(
        requests.map(({ fn }) => fn),
        workFolder,
      );
      for (const { fn, resolve } of requests) {
        const out = bundleFolder(workFolder, fn.name);
        resolve({ handler: fn.handler, out, errors: errors.get(fn.name) ?? [], sourcemaps: [] });
      }
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  };
  return (fn) =>
    new Promise((resolve, reject) => {
      burst.push({ fn, resolve, reject });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), BURST_MS);
    });
}
