import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "./data-sources.ts";
import { type EvaluatedProgram, evaluateProgram } from "./evaluate-program.ts";
import type { DeclaredResource, MadeResource } from "./resource.ts";

/** Reads the program as data: every resource with its inputs, nothing made, no account, no engine. */
export async function readProgram(stage = "local"): Promise<EvaluatedProgram> {
  const folder = await mkdtemp(join(tmpdir(), "accession-program-"));
  try {
    return await evaluateProgram({
      stage,
      region: ENGINE_REGION,
      workFolder: folder,
      make: async (resource) => recorded(resource),
      build: async (fn) => {
        const out = join(folder, "bundles", fn.name);
        await mkdir(out, { recursive: true });
        return { handler: fn.handler, out, errors: [], sourcemaps: [] };
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Attributes that tell resources apart, in the form that AWS would give them. */
function recorded({ type, name, inputs }: DeclaredResource): MadeResource {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const ownName = inputs["name"] ?? inputs["bucket"] ?? name;
  const arn = `arn:aws:${kind.toLowerCase()}:${ENGINE_REGION}:${ACCOUNT}:${ownName}`;
  return {
    id: `${name}-id`,
    state: {
      name: ownName,
      arn,
      url: `https://${kind.toLowerCase()}.local/${ownName}`,
      streamArn: `${arn}/stream`,
      executionArn: arn,
      apiEndpoint: "https://api.local",
      result: "recorded",
      base64: Buffer.alloc(32).toString("base64"),
      endpoint: `${ownName}.local`,
      port: 5432,
      ...inputs,
    },
  };
}
