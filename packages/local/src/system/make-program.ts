import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import type { PostgresServer } from "../postgres/start-postgres.ts";
import type { HandlerBundles } from "../program/build-handlers.ts";
import { type EvaluatedProgram, evaluateProgram } from "../program/evaluate-program.ts";
import { ASSET_BUCKET } from "../program/rpc-server.ts";
import { writeSstEnvironment } from "../program/write-sst-environment.ts";
import { awsClients } from "../resources/aws-clients.ts";
import type { MadeDatabase } from "../resources/kind.ts";
import { makeResource } from "../resources/make-resource.ts";

export interface MakeProgramOptions {
  readonly endpoint: string;
  readonly postgres: PostgresServer;
  readonly folder: string;
  readonly bundles: Promise<HandlerBundles>;
  readonly signal: AbortSignal | undefined;
  readonly note: (text: string) => void;
}

export interface MadeProgram extends EvaluatedProgram {
  readonly database: MadeDatabase;
}

/** Makes every resource of the SST program on the engine, and migrates the database, which the program does itself. */
export async function makeProgram(options: MakeProgramOptions): Promise<MadeProgram> {
  const { endpoint, postgres, folder, bundles, signal, note } = options;
  const aws = awsClients(endpoint);
  const databases = new Map<string, MadeDatabase>();
  let made = 0;
  await aws.s3.send(new CreateBucketCommand({ Bucket: ASSET_BUCKET }));
  const program = await evaluateProgram({
    stage: "local",
    region: ENGINE_REGION,
    workFolder: folder,
    make: async (resource) => {
      signal?.throwIfAborted();
      const result = await makeResource(resource, { aws, endpoint, postgres, databases });
      made += 1;
      if (made % 100 === 0) note(`${made} made`);
      return result;
    },
    build: async (fn) => (await bundles).answer(fn),
  });
  const [database] = databases.values();
  if (database === undefined) throw new Error("the program declares no database");
  await writeSstEnvironment(program);
  return { ...program, database };
}
