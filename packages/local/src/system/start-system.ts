import { setTimeout } from "node:timers/promises";
import type { Endpoints, LocalTenant } from "@accession/cli/client/endpoints";
import { ENGINE_CREDENTIALS, ENGINE_REGION, startEngine } from "../engine/start-engine.ts";
import { type PostgresServer, startPostgres } from "../postgres/start-postgres.ts";
import { applyProgram } from "../program/apply-program.ts";
import { type HandlerBuilder, handlerBuilder } from "../program/handler-builder.ts";
import type { AppliedProgram } from "../program/program-task.ts";
import { awsClients } from "../resources/aws-clients.ts";
import type { Progress } from "../set-up/progress.ts";
import { startApiFront } from "./api-front.ts";
import { describeChanges } from "./describe-changes.ts";
import { makeTenants } from "./make-tenants.ts";
import { connectToSystem, type RunningSystem } from "./running-system.ts";
import { StartedParts } from "./started-parts.ts";
import { type StateFolder, temporaryState } from "./state-folder.ts";

/** `infra/functions.ts` names each function, and with it its log group, so. */
const LOG_GROUP_PREFIX = "/aws/lambda/accession-local-";

const BUILD_PATIENCE_MS = 2_000;

export interface System extends RunningSystem {
  readonly program: AppliedProgram;
  readonly builder: HandlerBuilder;
  readonly postgres: PostgresServer;
  /** Notes what the next run must know, when the state lasts. */
  save(program: AppliedProgram): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Where the state is; a temporary one when absent. */
  readonly state?: StateFolder;
  /** How long state machines pause between retries, as a part of what their definitions say: for tests. */
  readonly pauseFactor?: number;
  /** Told of each process group as soon as it runs, and of the folder that must not outlive the run. */
  readonly onProcess?: (groups: readonly number[], folder: string) => Promise<void>;
}

/**
 * Starts the whole system: Postgres, the AWS engine, every resource of the SST program, the API's front and two
 * tenants; or goes on with what a kept state holds of them. When a part fails, or `signal` aborts, what had been
 * started is stopped.
 */
export async function startSystem({
  progress,
  signal,
  onProcess,
  ...options
}: StartOptions): Promise<System> {
  const state = options.state ?? (await temporaryState());
  const { folder, ports, lasting, kept } = state;
  const parts = new StartedParts(lasting ? "" : folder, onProcess);
  parts.onStop(() => state.close());
  try {
    const builder = handlerBuilder(folder);
    const built = builder.buildAll();
    // A build that died with a signal never settles.
    parts.onStop(() => Promise.race([Promise.allSettled([built]), setTimeout(BUILD_PATIENCE_MS)]));
    const [postgres, engine] = await parts.startAll([
      () =>
        progress.step("Postgres 17", () => startPostgres({ folder, port: ports.postgres, lasting, signal })),
      () =>
        progress.step("AWS engine, IAM enforced", () =>
          startEngine({ folder, port: ports.engine, lasting, pauseFactor: options.pauseFactor, signal }),
        ),
    ]);
    const recorded = kept?.resources ?? [];
    const { host, port, url } = postgres;
    const program = await progress.step("Resources of the SST program", (note) =>
      applyProgram({
        endpoint: engine.endpoint,
        postgres: { host, port, url },
        folder,
        recorded,
        built,
        signal,
        note,
        onPartlyApplied: async (resources) => {
          if (kept !== undefined) await state.save({ ...kept, resources });
        },
      }),
    );
    if (kept !== undefined) progress.line(describeChanges(program.changes));
    const outputs = program.outputs as Record<Output, string>;
    const databaseUrl = postgres.urlOf(databaseOf(program));
    const aws = awsClients(engine.endpoint);
    const tenants: readonly LocalTenant[] =
      kept?.tenants ??
      (await progress.step("Two tenants", () => makeTenants(aws, outputs.userPoolId, databaseUrl)));
    const [front] = await parts.startAll([
      () => startApiFront(engine.endpoint, hostOf(outputs.api), ports.api),
    ]);
    const { accessKeyId, secretAccessKey } = ENGINE_CREDENTIALS;
    const { uploadsBucket, busName, archiveName, userPoolId, userPoolClientId } = outputs;
    const endpoints: Endpoints = {
      api: front.url,
      aws: { endpoint: engine.endpoint, region: ENGINE_REGION, accessKeyId, secretAccessKey },
      logGroupPrefix: LOG_GROUP_PREFIX,
      uploadsBucket,
      busName,
      archiveName,
      databaseUrl,
      userPool: { id: userPoolId, clientId: userPoolClientId },
      tenants: [...tenants],
    };
    const save = async ({ resources }: AppliedProgram) => {
      engine.save();
      await state.save({ ports, tenants, resources });
    };
    await save(program);
    signal?.throwIfAborted();
    return {
      ...connectToSystem({ endpoints, resources: program.resources, folder }),
      program,
      builder,
      postgres,
      save,
      stop: () => parts.stop(),
    };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What `stacks/api.ts` returns. */
type Output = "api" | "uploadsBucket" | "busName" | "archiveName" | "userPoolId" | "userPoolClientId";

/** The name of the one database of the program. */
function databaseOf({ resources }: AppliedProgram): string {
  const cluster = resources.find(({ type }) => type === "aws:rds/cluster:Cluster");
  if (cluster === undefined) throw new Error("the program declares no database");
  return cluster.inputs["databaseName"];
}

/** `abc.execute-api.127.0.0.1:4566`: not a host that a URL may have, and never looked up. */
function hostOf(apiUrl: string): string {
  return apiUrl.slice(apiUrl.indexOf("//") + 2);
}
