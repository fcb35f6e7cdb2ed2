import { createCipheriv } from "node:crypto";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildFailure, build } from "esbuild";
import { ROOT } from "../set-up/paths.ts";
import type { DeclaredFunction } from "./resource.ts";
import type { BuildAnswer } from "./rpc-server.ts";

/** The bundles of all handlers, as SST's components ask for them one by one. */
export interface HandlerBundles {
  answer(fn: DeclaredFunction): Promise<BuildAnswer>;
}

/**
 * Bundles every handler below `packages/functions` in one go: they share most of their sources, which are parsed
 * once. Names are kept, so that a stack in a log can be read; source maps are left out, as they cost most of the time.
 */
export async function buildHandlers(workFolder: string): Promise<HandlerBundles> {
  const modules = await handlerModules();
  const failure = await bundle(modules, workFolder);
  return {
    async answer(fn) {
      const module = fn.handler.slice(0, fn.handler.lastIndexOf("."));
      const out = bundleFolder(workFolder, module);
      if (!modules.includes(module)) {
        return { handler: fn.handler, out, errors: [`${module}.ts exports no handler`], sourcemaps: [] };
      }
      await writeLinks(fn, out);
      return { handler: fn.handler, out, errors: failure, sourcemaps: [] };
    },
  };
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
  return modules;
}

/** Each bundle lies in a folder of its own, with its links beside it. */
function bundleFolder(workFolder: string, module: string): string {
  return join(workFolder, "bundles", module.replaceAll("/", "_"));
}

async function bundle(modules: readonly string[], workFolder: string): Promise<string[]> {
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: modules.map((module) => ({
        in: join(ROOT, `${module}.ts`),
        out: join(bundleFolder(workFolder, module), module),
      })),
      outdir: workFolder,
      outExtension: { ".js": ".mjs" },
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
    return [];
  } catch (error) {
    const { errors = [] } = error as Partial<BuildFailure>;
    if (errors.length === 0) throw error;
    return errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}: ${text}` : text,
    );
  }
}

/** The links as SST's runtime reads them: AES-256-GCM with a zero nonce, as `sst deploy` writes them. */
async function writeLinks(fn: DeclaredFunction, folder: string): Promise<void> {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(fn.encryptionKey, "base64"), Buffer.alloc(12, 0));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(fn.links)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const file = join(folder, "resource.enc");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, sealed);
}
