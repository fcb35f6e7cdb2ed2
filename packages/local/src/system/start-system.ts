import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Endpoints } from "@accession/cli/client/endpoints";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { ENGINE_CREDENTIALS, ENGINE_REGION, startEngine } from "../engine/start-engine.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { type EvaluatedProgram, evaluateProgram } from "../program/evaluate-program.ts";
import { handlerBuilds } from "../program/handler-builds.ts";
import { ASSET_BUCKET } from "../program/rpc-server.ts";
import { writeSstEnvironment } from "../program/write-sst-environment.ts";
import { type AwsClients, awsClients } from "../resources/aws-clients.ts";
import type { MadeDatabase, World } from "../resources/kind.ts";
import { makeResource } from "../resources/make-resource.ts";
import type { Progress } from "../set-up/progress.ts";
import { startApiFront } from "./api-front.ts";
import { makeTenants } from "./make-tenants.ts";

export interface System {
  readonly endpoints: Endpoints;
  readonly program: EvaluatedProgram;
  readonly aws: AwsClients;
  /** Where the engine and Postgres keep their logs and state, until `stop`. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Told of each process group as soon as it runs. */
  readonly onProcess?: (groups: readonly number[], folder: string) => Promise<void>;
}

/**
 * Starts the whole system with a new, temporary state: Postgres, the AWS engine, every resource of the SST program,
 * the API's front and two tenants. When a part fails, or `signal` aborts, what had been started is stopped.
 */
export async function startSystem(options: StartOptions): Promise<System> {
  const { progress, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), "accession-"));
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 3 })];
  const groups: number[] = [];
  const started = async <T extends { stop(): Promise<void>; pid?: number }>(part: T): Promise<T> => {
    stops.push(part.stop);
    if (part.pid !== undefined) groups.push(part.pid);
    await options.onProcess?.(groups, folder);
    signal?.throwIfAborted();
    return part;
  };
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const withSignal = signal === undefined ? {} : { signal };
    const [postgres, engine] = await Promise.all([
      progress.step("Postgres 17", async () => started(await startPostgres(folder, signal))),
      progress.step("AWS engine, IAM enforced", async () => started(await startEngine(folder, withSignal))),
    ]);
    const aws = awsClients(engine.endpoint);
    await aws.s3.send(new CreateBucketCommand({ Bucket: ASSET_BUCKET }));
    const databases = new Map<string, MadeDatabase>();
    const world: World = { aws, endpoint: engine.endpoint, postgres, databases };
    const program = await progress.step("Resources of the SST program", async (note) => {
      let made = 0;
      const program = await evaluateProgram({
        stage: "local",
        region: ENGINE_REGION,
        workFolder: folder,
        make: async (resource) => {
          signal?.throwIfAborted();
          const result = await makeResource(resource, world);
          made += 1;
          if (made % 50 === 0) note(`${made} made`);
          return result;
        },
        build: handlerBuilds(folder),
      });
      note(`${made} made`);
      return program;
    });
    await writeSstEnvironment(program);
    const { api, userPoolId, userPoolClientId, ...names } = program.outputs as Record<string, string>;
    const front = await started(await startApiFront(engine.endpoint, hostOf(api ?? "")));
    const [database] = databases.values();
    if (database === undefined) throw new Error("the program declares no database");
    const databaseUrl = `${postgres.url.slice(0, postgres.url.lastIndexOf("/"))}/${database.name}`;
    const tenants = await progress.step("Two tenants", () => makeTenants(aws, userPoolId ?? "", databaseUrl));
    const endpoints: Endpoints = {
      api: front.url,
      aws: { endpoint: engine.endpoint, region: ENGINE_REGION, ...ENGINE_CREDENTIALS },
      uploadsBucket: names["uploadsBucket"] ?? "",
      databaseUrl,
      busName: names["busName"] ?? "",
      archiveName: names["archiveName"] ?? "",
      userPool: { id: userPoolId ?? "", clientId: userPoolClientId ?? "" },
      tenants,
    };
    return { endpoints, program, aws, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `abc.execute-api.127.0.0.1:4566`: not a host that a URL may have, and never looked up. */
function hostOf(apiUrl: string): string {
  return apiUrl.slice(apiUrl.indexOf("//") + 2);
}
