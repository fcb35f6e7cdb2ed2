import { createCipheriv } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../set-up/paths.ts";
import type { DeclaredFunction } from "./resource.ts";

/** Where the bundle of a function lies: `resource.enc` beside the handler's own path. */
export const bundleFolder = (workFolder: string, name: string): string => join(workFolder, "bundles", name);

/**
 * Bundles many handlers in one go: they share most of their sources, which are parsed once. Errors come back by
 * function, in esbuild's words.
 */
export async function buildHandlers(
  functions: readonly DeclaredFunction[],
  workFolder: string,
): Promise<Map<string, string[]>> {
  const errors = new Map<string, string[]>();
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: functions.map((fn) => ({
      in: join(ROOT, handlerSource(fn.handler)),
      out: join(fn.name, handlerModule(fn.handler)),
    })),
    outdir: join(workFolder, "bundles"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: "inline",
    sourcesContent: false,
    mainFields: ["module", "main"],
    loader: { ".sql": "text" },
    banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
    logLevel: "silent",
  }).catch((failure: { errors?: { text: string; location?: { file: string; line: number } | null }[] }) => {
    const texts = (failure.errors ?? []).map(({ text, location }) =>
      location ? `${location.file}:${location.line}: ${text}` : text,
    );
    for (const fn of functions) errors.set(fn.name, texts.length > 0 ? texts : [String(failure)]);
    return undefined;
  });
  if (result !== undefined) await Promise.all(functions.map((fn) => writeLinks(fn, workFolder)));
  return errors;
}

/** `packages/…/place-order.http.handler` → its source file. */
export function handlerSource(handler: string): string {
  return `${handlerModule(handler)}.ts`;
}

function handlerModule(handler: string): string {
  return handler.slice(0, handler.lastIndexOf("."));
}

/** The links as SST's runtime reads them: AES-256-GCM with a zero nonce, as \`sst deploy\` writes them. */
async function writeLinks(fn: DeclaredFunction, workFolder: string): Promise<void> {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(fn.encryptionKey, "base64"), Buffer.alloc(12, 0));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(fn.links)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const file = join(bundleFolder(workFolder, fn.name), "resource.enc");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, sealed);
}
