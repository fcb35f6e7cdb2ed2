import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Endpoints } from "@accession/cli/client/endpoints";
import { ENGINE_CREDENTIALS, ENGINE_REGION, startEngine } from "../engine/start-engine.ts";
import { orAborted } from "../main/stop-signal.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { buildHandlers } from "../program/build-handlers.ts";
import { awsClients } from "../resources/aws-clients.ts";
import type { Progress } from "../set-up/progress.ts";
import { startApiFront } from "./api-front.ts";
import { makeProgram } from "./make-program.ts";
import { makeTenants } from "./make-tenants.ts";
import { connectToSystem, type RunningSystem } from "./running-system.ts";
import { StartedParts } from "./started-parts.ts";

const BUILD_PATIENCE_MS = 2_000;

export interface System extends RunningSystem {
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
export async function startSystem({ progress, signal, onProcess }: StartOptions): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), "accession-"));
  const parts = new StartedParts(folder, onProcess);
  parts.onStop(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  try {
    const bundles = buildHandlers(folder);
    // A build that died with a signal never settles.
    parts.onStop(() => Promise.race([Promise.allSettled([bundles]), setTimeout(BUILD_PATIENCE_MS)]));
    const [postgres, engine] = await parts.startAll([
      () => progress.step("Postgres 17", () => startPostgres(folder, signal)),
      () => progress.step("AWS engine, IAM enforced", () => startEngine(folder, signal)),
    ]);
    const program = await progress.step("Resources of the SST program", (note) =>
      orAborted(makeProgram({ endpoint: engine.endpoint, postgres, folder, bundles, signal, note }), signal),
    );
    const { api, userPoolId, userPoolClientId, uploadsBucket, busName, archiveName } =
      program.outputs as Record<Output, string>;
    const databaseUrl = postgres.urlOf(program.database.name);
    const tenants = await progress.step("Two tenants", () =>
      makeTenants(awsClients(engine.endpoint), userPoolId, databaseUrl),
    );
    const [front] = await parts.startAll([() => startApiFront(engine.endpoint, hostOf(api))]);
    const { accessKeyId, secretAccessKey } = ENGINE_CREDENTIALS;
    const endpoints: Endpoints = {
      api: front.url,
      aws: { endpoint: engine.endpoint, region: ENGINE_REGION, accessKeyId, secretAccessKey },
      uploadsBucket,
      busName,
      archiveName,
      databaseUrl,
      userPool: { id: userPoolId, clientId: userPoolClientId },
      tenants,
    };
    signal?.throwIfAborted();
    const { resources } = program;
    return { ...connectToSystem({ endpoints, resources, folder }), stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What `stacks/api.ts` returns. */
type Output = "api" | "uploadsBucket" | "busName" | "archiveName" | "userPoolId" | "userPoolClientId";

/** `abc.execute-api.127.0.0.1:4566`: not a host that a URL may have, and never looked up. */
function hostOf(apiUrl: string): string {
  return apiUrl.slice(apiUrl.indexOf("//") + 2);
}
