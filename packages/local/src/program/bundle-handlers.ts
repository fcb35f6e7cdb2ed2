import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../set-up/paths.ts";
import { bundleFolder } from "./handler-bundles.ts";

/** Bundles handlers, by the paths of their modules without extension; the caller writes what comes out. */
export function bundle(modules: readonly string[], workFolder: string) {
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
