import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type BuildFailure, build, type Metafile } from "esbuild";
import { ROOT } from "../set-up/paths.ts";
import { type BuiltHandlers, bundleFolder } from "./handler-bundles.ts";

/** A build of handlers, with those whose bundle is not as it was. */
export interface HandlerBuild extends BuiltHandlers {
  readonly changed: readonly string[];
}

/** Bundles the handlers, again and again. */
export interface HandlerBuilder {
  /** All of them: handlers may have come or gone since the last build. */
  buildAll(): Promise<HandlerBuild>;
  /** Those that a changed file, by its path from the root, is a part of. */
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
  return {
    async buildAll() {
      modules = await handlerModules();
      return buildSome(modules);
    },
    buildAffected: (paths) =>
      buildSome(modules.filter((module) => paths.some((path) => partsOf.get(module)?.has(path)))),
  };

  function noteParts(metafile: Metafile, parts: Map<string, ReadonlySet<string>>): void {
    for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
      parts.set(moduleAt(relative(workFolder, join(ROOT, output))), new Set(Object.keys(inputs)));
    }
  }
}

/** Paths of all modules with an exported `handler`, without their extension. */
async function handlerModules(): Promise<string[]> {
  const modules: string[] = [];
  for await (const file of glob("packages/functions/src/**/*.ts", { cwd: ROOT })) {
    if (file.endsWith(".test.ts")) continue;
    const text = await readFile(join(ROOT, file), "utf8");
    if (/^export (const|async function|function) handler\b/m.test(text))
      modules.push(file.slice(0, -".ts".length));
  }
  return modules.sort();
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

function bundle(modules: readonly string[], workFolder: string) {
  return build({
    absWorkingDir: ROOT,
    entryPoints: modules.map((module) => ({
      in: join(ROOT, `${module}.ts`),
      out: join(bundleFolder(workFolder, module), module),
    })),
    outdir: workFolder,
    outExtension: { ".js": ".mjs" },
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
    logLevel: "silent",
  });
}
