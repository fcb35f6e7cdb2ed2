import { createCipheriv } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeclaredFunction } from "./resource.ts";
import type { BuildAnswer } from "./rpc-server.ts";

/** What a build of all handlers came to. */
export interface BuiltHandlers {
  /** Paths of the modules with a handler, without their extension: `packages/functions/src/orders/get-order.http`. */
  readonly modules: readonly string[];
  /** Why it failed, each error with its place; empty when it did not. */
  readonly errors: readonly string[];
}

/** Each handler's bundle lies in a folder of its own, with its links beside it. */
export function bundleFolder(workFolder: string, module: string): string {
  return join(workFolder, "bundles", module.replaceAll("/", "_"));
}

/** Answers SST's function component, which asks for one handler after the other. */
export async function answerBuild(
  fn: DeclaredFunction,
  built: BuiltHandlers,
  workFolder: string,
): Promise<BuildAnswer> {
  const module = moduleOf(fn.handler);
  const out = bundleFolder(workFolder, module);
  if (!built.modules.includes(module)) {
    return { handler: fn.handler, out, errors: [`${module}.ts exports no handler`], sourcemaps: [] };
  }
  await writeLinks(fn, out);
  return { handler: fn.handler, out, errors: built.errors, sourcemaps: [] };
}

/** `…/get-order.http.handler` → `…/get-order.http` */
export const moduleOf = (handler: string): string => handler.slice(0, handler.lastIndexOf("."));

/** The links as SST's runtime reads them: AES-256-GCM with a zero nonce, as `sst deploy` writes them. */
async function writeLinks(fn: DeclaredFunction, folder: string): Promise<void> {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(fn.encryptionKey, "base64"), Buffer.alloc(12, 0));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(fn.links)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "resource.enc"), sealed);
}
