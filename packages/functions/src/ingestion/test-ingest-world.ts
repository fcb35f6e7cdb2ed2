/** The handlers of files in processes of their own, on a real Postgres that can go away, and an AWS that counts. */
import { createHash } from "node:crypto";
import { TEST_APP_PASSWORD, type TestDatabase, testDatabase } from "@accession/aws/postgres/test-database";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { type AwsEndpoint, startAwsEndpoint } from "@accession/testing/aws/aws-endpoint";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { type HandlerProcess, handlerProcess } from "@accession/testing/functions/handler-process";
import { type TcpProxy, tcpProxy } from "@accession/testing/net/tcp-proxy";

/** By their paths below `packages/functions/src`. */
export type IngestHandler =
  | "ingestion/on-file-uploaded"
  | "studies/on-study-quiet"
  | "ingestion/test-sweepers";

export interface IngestWorld extends AsyncDisposable {
  readonly database: TestDatabase;
  /** Between the handlers and the database. */
  readonly proxy: TcpProxy;
  readonly endpoint: AwsEndpoint;
  /** Starts an environment; it ends with the world at the latest. */
  start(handler: IngestHandler, env?: Readonly<Record<string, string>>): Promise<HandlerProcess>;
  /** Empties bucket, database and records; the processes stay. */
  clear(): Promise<void>;
  /** Uploads CT studies of the tenant `demo`, their files in turn. */
  upload(studies: { readonly studies: number; readonly slices: number }): readonly UploadedObject[];
}

/** A world of its own: a database, an endpoint, no processes yet. Studies may be called complete at once. */
export async function ingestWorld(): Promise<IngestWorld> {
  const database = await testDatabase({ quietPeriodSeconds: 0 });
  const proxy = await tcpProxy(database.owner.port);
  const endpoint = await startAwsEndpoint();
  const processes: HandlerProcess[] = [];
  let seed = 0;

  const environment = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    POWERTOOLS_LOG_LEVEL: "SILENT",
    POWERTOOLS_SERVICE_NAME: "handler-under-test",
    POWERTOOLS_METRICS_NAMESPACE: "Accession",
    ...links({
      App: { name: "accession", stage: "test" },
      Bus: { name: "bus", arn: "arn:aws:events:us-east-1:000000000000:event-bus/bus" },
      StudyQuietQueue: { url: `${endpoint.url}/000000000000/quiet` },
      AppDatabase: {
        host: "127.0.0.1",
        port: proxy.port,
        database: database.owner.database ?? "",
        username: "accession_app",
        password: TEST_APP_PASSWORD,
      },
    }),
  };

  function put(key: string, bytes: Uint8Array): UploadedObject {
    const id = `${++seed}`;
    const object = {
      bucket: "uploads",
      key,
      versionId: `version-${id}`,
      size: bytes.length,
      etag: createHash("md5").update(bytes).digest("hex"),
      sequencer: id.padStart(16, "0"),
      landedAt: new Date(),
      eventId: `event-${id}`,
    };
    endpoint.hold({ ...object, bytes });
    return object;
  }

  return {
    database,
    proxy,
    endpoint,
    async start(handler, env = {}) {
      const module = new URL(`../${handler}.ts`, import.meta.url).href;
      const started = await handlerProcess(module, { ...environment, ...env });
      processes.push(started);
      return started;
    },
    async clear() {
      endpoint.clear();
      await database.owner.query("truncate receipt, instance, series, study, outbox cascade");
    },
    upload({ studies, slices }) {
      const files = Array.from(
        { length: studies },
        () => ctStudy({ seed: ++seed, slices, size: 8 }).instances,
      );
      return Array.from({ length: slices }, (_, slice) =>
        files.flatMap((study, index) => {
          const file = study[slice];
          return file === undefined
            ? []
            : [put(`tenants/demo/uploads/${seed}/${index}/${file.name}`, file.bytes)];
        }),
      ).flat();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map((child) => child.kill()));
      await endpoint[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function links(all: Readonly<Record<string, object>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).map(([name, properties]) => [`SST_RESOURCE_${name}`, JSON.stringify(properties)]),
  );
}
