import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { unzipSync, zipSync } from "fflate";
import { moduleOf } from "../program/handler-bundles.ts";
import type { RunningSystem } from "../system/running-system.ts";

/** Code around the handlers of functions. */
export interface Wrapper {
  /** A module that exports `wrap`. It is put beside the handler as it is, so it imports only what is in `beside`. */
  readonly module: URL;
  /** Other modules that are put there, under their own names. */
  readonly beside?: readonly URL[];
  /** Arguments of `wrap`, as source text, after the function that loads the real handler. */
  readonly with: readonly string[];
}

/**
 * Wraps handlers of a running system, without a change to what is wrapped. `wrapperOf` is told the name that a
 * function has in the program. Returns what puts them back.
 */
export async function wrapFunctions(
  { aws, folder, resources }: RunningSystem,
  wrapperOf: (name: string) => Wrapper | undefined,
): Promise<() => Promise<void>> {
  const functions = resources.flatMap(({ type, name: logical, inputs, id }) => {
    if (type !== "aws:lambda/function:Function") return [];
    const name = logical.replace(/Function$/, "");
    const wrapper = wrapperOf(name);
    return wrapper === undefined ? [] : [{ name, id, module: moduleOf(inputs["handler"]), wrapper }];
  });
  const archiveOf = async (name: string) =>
    new Uint8Array(await readFile(join(folder, "artifacts", name, "code.zip")));
  const put = (id: string, ZipFile: Uint8Array) =>
    aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: id, ZipFile }));

  await Promise.all(
    functions.map(async ({ name, id, module, wrapper }) => {
      const files = unzipSync(await archiveOf(name));
      const real = files[`${module}.mjs`];
      if (real === undefined) throw new Error(`${name} has no handler at ${module}`);
      const text = `
        import { wrap } from "./wrapper.ts";
        export const handler = wrap(${['() => import("./real.mjs")', ...wrapper.with].join(", ")});`;
      files[`${module}.mjs`] = new TextEncoder().encode(text);
      files[join(module, "../real.mjs")] = real;
      files[join(module, "../wrapper.ts")] = new Uint8Array(await readFile(wrapper.module));
      for (const url of wrapper.beside ?? [])
        files[join(module, "..", basename(url.pathname))] = new Uint8Array(await readFile(url));
      await put(id, zipSync(files, { level: 0 }));
    }),
  );
  return async () => {
    await Promise.all(functions.map(async ({ name, id }) => put(id, await archiveOf(name))));
  };
}
