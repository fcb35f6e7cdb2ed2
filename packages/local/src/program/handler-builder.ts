import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { BuildFailure, Metafile } from "esbuild";
import { ROOT } from "../set-up/paths.ts";
import { bundle } from "./bundle-handlers.ts";
import type { BuiltHandlers } from "./handler-bundles.ts";

/** A build of handlers, with those whose bundle is not as it was. */
export interface HandlerBuild extends BuiltHandlers {
  readonly changed: readonly string[];
}

/** Bundles the handlers, again and again. */
export interface HandlerBuilder {
  /** All of them: handlers may have come or gone since the last build. */
  buildAll(): Promise<HandlerBuild>;
  /** Those that a changed file, by its path from the root, is a part of, and those that were never built. */
  buildAffected(paths: readonly string[]): Promise<HandlerBuild>;
}

/**
 * Bundles the handlers below `packages/functions` together: they share most of their sources, which are parsed once.
 * Names are kept, so that a stack in a log can be read; source maps are left out, as they cost most of the time.
 */
export function handlerBuilder(workFolder: string): HandlerBuilder {
  let modules: readonly string[] = [];
  const hashes = new Map<string, string>();
  /** The files that each handler is made of. */
  const partsOf = new Map<string, ReadonlySet<string>>();

  const buildSome = async (entries: readonly string[]): Promise<HandlerBuild> => {
    try {
      const { outputFiles, metafile } = await bundle(entries, workFolder);
      noteParts(metafile, partsOf);
      const changed = outputFiles.filter(({ path, hash }) => hashes.get(path) !== hash);
      await Promise.all(
        changed.map(async ({ path, contents, hash }) => {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, contents);
          hashes.set(path, hash);
        }),
      );
      return {
        modules,
        errors: [],
        changed: changed.map(({ path }) => moduleAt(relative(workFolder, path))),
      };
    } catch (error) {
      return { modules, errors: errorsOf(error), changed: [] };
    }
  };
  /** All that there is to build, after a look at the sources. */
  const candidates = async (): Promise<readonly string[]> => {
    const { handlers, all } = await sources();
    modules = handlers;
    // One that is spoilt may look like no handler, and is to say why it does not build.
    return [...new Set([...handlers, ...[...partsOf.keys()].filter((module) => all.has(module))])];
  };
  return {
    buildAll: async () => buildSome(await candidates()),
    async buildAffected(paths) {
      const isAffected = (module: string) => {
        const parts = partsOf.get(module);
        return parts === undefined || paths.some((path) => parts.has(path));
      };
      return buildSome((await candidates()).filter(isAffected));
    },
  };

  function noteParts(metafile: Metafile, parts: Map<string, ReadonlySet<string>>): void {
    for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
      parts.set(moduleAt(relative(workFolder, join(ROOT, output))), new Set(Object.keys(inputs)));
    }
  }
}

/** Paths of the modules of all functions, without their extension; `handlers` are those that export a `handler`. */
async function sources(): Promise<{ readonly all: ReadonlySet<string>; readonly handlers: string[] }> {
  const all = new Set<string>();
  const handlers: string[] = [];
  for await (const file of glob("packages/functions/src/**/*.ts", { cwd: ROOT })) {
    if (file.endsWith(".test.ts")) continue;
    const module = file.slice(0, -".ts".length);
    all.add(module);
    const text = await readFile(join(ROOT, file), "utf8");
    if (/^export (const|async function|function) handler\b/m.test(text)) handlers.push(module);
  }
  return { all, handlers: handlers.sort() };
}

/** `bundles/<folder>/packages/functions/src/orders/get-order.http.mjs` → the module that it was built from. */
function moduleAt(path: string): string {
  const [, , ...module] = path.split("/");
  return module.join("/").slice(0, -".mjs".length);
}

/** Each with its place; throws what is not esbuild's. */
function errorsOf(error: unknown): readonly string[] {
  const { errors = [] } = error as Partial<BuildFailure>;
  if (errors.length === 0) throw error;
  return errors.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text));
}
