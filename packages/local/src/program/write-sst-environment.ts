import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../set-up/paths.ts";
import type { EvaluatedProgram } from "./evaluate-program.ts";
import { sstEnvironment } from "./sst-environment.ts";

/** Brings the committed types of the links up to date, as SST's CLI does when it deploys. */
export async function writeSstEnvironment(program: EvaluatedProgram): Promise<void> {
  const file = join(ROOT, "sst-env.d.ts");
  const text = sstEnvironment(program.functions);
  if ((await readFile(file, "utf8")) !== text) await writeFile(file, text);
}
