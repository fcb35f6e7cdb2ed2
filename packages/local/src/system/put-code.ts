import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { unzipSync, zipSync } from "fflate";
import { bundleFolder, moduleOf } from "../program/handler-bundles.ts";
import type { AppliedProgram } from "../program/program-task.ts";
import type { AwsClients } from "../resources/aws-clients.ts";

/**
 * Puts a handler's new bundle into its function: into the archive that the program made, so that its links and other
 * files stay. Does nothing for a module that the program does not use.
 */
export async function putCode(
  module: string,
  { functions, resources }: AppliedProgram,
  options: { readonly aws: AwsClients; readonly folder: string },
): Promise<void> {
  const { aws, folder } = options;
  const fn = functions.find(({ handler }) => moduleOf(handler) === module);
  const made = resources.find(
    ({ type, inputs }) => type === "aws:lambda/function:Function" && inputs["handler"] === fn?.handler,
  );
  if (fn === undefined || made === undefined) return;
  const files = unzipSync(await readFile(join(folder, "artifacts", fn.name, "code.zip")));
  files[`${module}.mjs`] = await readFile(join(bundleFolder(folder, module), `${module}.mjs`));
  // Stored, not compressed: it goes no further than this machine.
  const archive = zipSync(files, { level: 0 });
  await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: made.id, ZipFile: archive }));
}
