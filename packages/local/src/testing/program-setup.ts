import "./provided.ts";
import type { TestProject } from "vitest/node";
import { readProgram } from "../program/read-program.ts";
import { ensureEverything } from "../set-up/ensure-everything.ts";
import { quietProgress } from "../set-up/progress.ts";

/** Reads the SST program once per stage, for all tests of `infra/` and `stacks/`. */
export default async function setup(project: TestProject): Promise<void> {
  await ensureEverything(quietProgress);
  for (const stage of ["production", "local"] as const) {
    const { resources, functions, outputs } = await readProgram(stage);
    const plain = JSON.parse(
      JSON.stringify({ resources: resources.map(withoutArchives), functions, outputs }),
    );
    project.provide(stage === "local" ? "program" : "productionProgram", plain);
  }
}

/** Archives of code are objects of Pulumi's, of no interest here. */
function withoutArchives<T extends { type: string; inputs: object; state: object }>(resource: T): T {
  if (!resource.type.endsWith(":BucketObjectv2")) return resource;
  return { ...resource, inputs: { ...resource.inputs, source: undefined }, state: {} };
}
