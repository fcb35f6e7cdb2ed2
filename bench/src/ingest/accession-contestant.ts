import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { migrateDatabase } from "@accession/aws/postgres/migrate-database";
import { readMigrations } from "@accession/aws/postgres/read-migrations";
import { registerTenant } from "@accession/aws/postgres/register-tenant";
import type { PostgresServer } from "@accession/local/postgres/start-postgres";
import { bundle } from "@accession/local/program/bundle-handlers";
import { startAwsEndpoint } from "@accession/testing/aws/aws-endpoint";
import { type HandlerProcess, handlerProcess } from "@accession/testing/functions/handler-process";
import { fileUploadedRecord } from "@accession/testing/ingestion/queue-batch";
import { Client } from "pg";
import type { Contestant } from "./contestant.ts";
import { cpuOfProcesses } from "./cpu-of-processes.ts";
import type { UniqueFile } from "./unique-files.ts";

const MODULE = "packages/functions/src/ingestion/on-file-uploaded";
const MIGRATIONS = new URL("../../../packages/aws/migrations", import.meta.url).pathname;
/** As the event source mapping hands them over. */
const BATCH = 100;
const APP_PASSWORD = "bench";

/** The deployed handler, bundled, in `workers` processes, each with a connection of its own to Postgres. */
export async function startAccession(
  postgres: PostgresServer,
  folder: string,
  workers: number,
): Promise<Contestant> {
  const owner = await prepareDatabase(postgres);
  const module = await writeBundle(folder);
  const endpoint = await startAwsEndpoint();
  const environment = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    POWERTOOLS_SERVICE_NAME: "on-file-uploaded",
    SST_RESOURCE_App: JSON.stringify({ name: "accession", stage: "bench" }),
    SST_RESOURCE_Bus: JSON.stringify({
      name: "bench",
      arn: "arn:aws:events:us-east-1:000000000000:event-bus/bench",
    }),
    SST_RESOURCE_StudyQuietQueue: JSON.stringify({ url: `${endpoint.url}/000000000000/quiet` }),
    SST_RESOURCE_AppDatabase: JSON.stringify({
      host: postgres.host,
      port: postgres.port,
      database: DATABASE,
      username: "accession_app",
      password: APP_PASSWORD,
    }),
  };
  const processes = await Promise.all(
    Array.from({ length: workers }, () => handlerProcess(module, environment)),
  );
  return {
    name: "accession",
    cpuSeconds: async () => {
      const each = await Promise.all(processes.map(({ pid }) => cpuOfProcesses(pid)));
      return each.reduce((sum, seconds) => sum + seconds, 0);
    },
    prepare(files) {
      endpoint.clear();
      for (const { object, bytes } of files) {
        const { bucket, key, versionId, etag = "" } = object;
        endpoint.hold({ bucket, key, versionId, etag, bytes });
      }
    },
    store: (files) => feed(processes, files),
    async indexed() {
      const { rows } = await owner.query<{ n: number }>("select count(*)::int as n from instance");
      return rows[0]?.n ?? 0;
    },
    async stop() {
      await owner.end();
      await Promise.all(processes.map((child) => child[Symbol.asyncDispose]()));
      await endpoint[Symbol.asyncDispose]();
    },
  };
}

const DATABASE = "bench_accession";

/** Answers a connection of the superuser, who sees the rows of all tenants. */
async function prepareDatabase(postgres: PostgresServer): Promise<Client> {
  const server = new Client({ connectionString: postgres.url });
  await server.connect();
  await server.query(`create database ${DATABASE}`);
  await server.end();
  const access = { host: postgres.host, port: postgres.port, database: DATABASE, ...postgres.superuser };
  await migrateDatabase(access, { files: await readMigrations(MIGRATIONS), appPassword: APP_PASSWORD });
  const owner = new Client({ connectionString: postgres.urlOf(DATABASE) });
  await owner.connect();
  await registerTenant(owner, { id: randomUUID(), slug: "demo" });
  return owner;
}

async function writeBundle(folder: string): Promise<string> {
  const { outputFiles } = await bundle([MODULE], folder);
  for (const { path, contents } of outputFiles) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
  return pathToFileURL(outputFiles[0]?.path ?? "").href;
}

/** Every worker takes the next batch when it is done with one, as Lambda's pollers do. */
async function feed(processes: readonly HandlerProcess[], files: readonly UniqueFile[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(files.length / BATCH) }, (_, index) => ({
    Records: files.slice(index * BATCH, (index + 1) * BATCH).map(({ object }) => fileUploadedRecord(object)),
  })).values();
  await Promise.all(
    processes.map(async (worker) => {
      for (const batch of batches) {
        const { result } = await worker.invoke(batch);
        const { batchItemFailures } = result as { batchItemFailures: readonly unknown[] };
        if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
      }
    }),
  );
}
