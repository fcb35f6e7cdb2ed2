/** For integration tests: a small world on real stores in which everything adds up, and the verification of it. */
import { randomUUID } from "node:crypto";
import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import type { DeadLetterStore } from "@accession/core/operations/dead-letter";
import type { OrderRequest } from "@accession/core/orders/order-request";
import { placeOrder } from "@accession/core/orders/place-order";
import type { ExecutionState } from "@accession/core/orders/saga-executions";
import type { SagaInput } from "@accession/core/orders/saga-starter";
import { publishCommitted } from "@accession/core/outbox/publish-committed";
import { completeStudy } from "@accession/core/studies/complete-study";
import { allSlugs } from "@accession/core/verification/all-slugs";
import type { Violation } from "@accession/core/verification/law";
import type { Checked } from "@accession/core/verification/verification";
import { indexStages } from "@accession/core/verification/verify-index";
import { objectsStage } from "@accession/core/verification/verify-objects";
import { orderStages } from "@accession/core/verification/verify-orders";
import { verifyQueues } from "@accession/core/verification/verify-queues";
import { verifyStock } from "@accession/core/verification/verify-stock";
import { walkTenants } from "@accession/core/verification/walk-tenants";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { RecordingHints } from "@accession/testing/ingestion/recording-hints";
import { goodsRequest, META } from "@accession/testing/orders/goods-order";
import { orderSagaDefinition } from "@accession/testing/orders/saga-definition";
import { runSaga } from "@accession/testing/orders/saga-runner";
import { sagaSteps } from "@accession/testing/orders/saga-world";
import { TaskTokens } from "@accession/testing/orders/task-tokens";
import { RecordingPublisher } from "@accession/testing/recording-publisher";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoInventoryStore } from "../dynamo/dynamo-inventory-store.ts";
import type { Key } from "../dynamo/dynamo-keys.ts";
import { dynamoOrderStore } from "../dynamo/dynamo-order-store.ts";
import { dynamoOutbox } from "../dynamo/dynamo-outbox.ts";
import { dynamoUnfinishedOrders } from "../dynamo/dynamo-unfinished-orders.ts";
import { makeOrdersTable } from "../dynamo/testing/make-orders-table.ts";
import { postgresStudyWaits } from "../matching/postgres-study-waits.ts";
import { postgresPaymentStore } from "../payments/postgres-payment-store.ts";
import { sandboxGateway } from "../payments/sandbox-gateway.ts";
import { postgresCompletionStore } from "../postgres/postgres-completion-store.ts";
import { postgresIngestStore } from "../postgres/postgres-ingest-store.ts";
import { postgresOutbox } from "../postgres/postgres-outbox.ts";
import { postgresTenantDirectory } from "../postgres/postgres-tenant-directory.ts";
import { postgresTenantList } from "../postgres/postgres-tenant-list.ts";
import type { TestDatabase } from "../postgres/test-database.ts";
import { s3ObjectReader } from "../s3/s3-object-reader.ts";
import { sandboxCarrier } from "../shipping/sandbox-carrier.ts";
import { sqsDeadLetters } from "../sqs/sqs-dead-letters.ts";
import { dynamoOrderReading } from "./dynamo-order-reading.ts";
import { dynamoStockReading } from "./dynamo-stock-reading.ts";
import { postgresIndexReading } from "./postgres-index-reading.ts";
import { postgresPaymentReading, sandboxBooks } from "./postgres-payment-reading.ts";
import { postgresProcedureReading } from "./postgres-procedure-reading.ts";
import { postgresReceiptListing } from "./postgres-receipt-listing.ts";
import { postgresStudyCounter } from "./postgres-study-counter.ts";
import { s3VersionListing } from "./s3-version-listing.ts";

const BUCKET = `verified-${randomUUID()}`;

export type VerifiedWorld = Awaited<ReturnType<typeof verifiedWorld>>;

export async function verifiedWorld(database: TestDatabase, endpoint: string) {
  const access = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const s3 = new S3Client({ ...access, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Enabled" } }),
  );
  const sqs = new SQSClient(access);
  const { QueueUrl: lettersUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: BUCKET }));
  const letters: DeadLetterStore = sqsDeadLetters(sqs, [
    { name: "Letters", holds: "messages", url: lettersUrl },
  ]);
  const { client, table } = await makeOrdersTable(endpoint);
  const [ours, theirs] = [database.appPool(), database.appPool()];
  const tenantId = database.demo.id;

  /** The runs of the saga, as their service would tell of them. */
  const runs = new Map<string, ExecutionState>();
  const publishing = {
    outbox: postgresOutbox(ours),
    publisher: new RecordingPublisher(),
    clock: { now: () => new Date() },
    ids: { next: () => randomUUID() },
    homeRegion: "us-east-1",
  };
  const context = {
    ...publishing,
    tenants: postgresTenantDirectory(ours),
    reader: s3ObjectReader(s3),
    store: postgresIngestStore(ours),
    completions: postgresCompletionStore(ours),
    counter: postgresStudyCounter(ours),
    quietHints: new RecordingHints(),
    orders: dynamoOrderStore(client, table),
    orderOutbox: dynamoOutbox(client, table),
    inventory: dynamoInventoryStore(client, table),
    payments: postgresPaymentStore(ours),
    gateway: sandboxGateway(theirs, publishing.clock),
    carrier: sandboxCarrier(theirs),
    waits: postgresStudyWaits(ours, {
      ...publishing,
      publish: (tenant, events) => publishCommitted(publishing, tenant, events),
    }),
    waker: new TaskTokens(),
    unfinished: dynamoUnfinishedOrders(client, table),
    executions: { stateOf: async ({ orderId }: { orderId: string }) => runs.get(orderId) ?? "absent" },
    starter: { start: async ({ orderId }: SagaInput) => void runs.set(orderId, "running") },
    versions: s3VersionListing(s3, BUCKET),
    /** The queue and its consumer in one. */
    requests: {
      async send(objects: readonly UploadedObject[]) {
        await ingest(objects);
        return 0;
      },
    },
  };
  const steps = sagaSteps(context);

  async function ingest(objects: readonly UploadedObject[]): Promise<void> {
    const { failures } = await ingestObjects(context, objects);
    const [failure] = failures.values();
    if (failure !== undefined) throw new Error("an object was not ingested", { cause: failure });
  }

  /** Puts bytes into the bucket, and answers what S3's event would say. */
  async function put(name: string, bytes: Uint8Array): Promise<UploadedObject> {
    const key = `tenants/demo/uploads/${name}`;
    const { VersionId: versionId = "null" } = await s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bytes }),
    );
    const facts = { size: bytes.length, etag: undefined, sequencer: undefined };
    return { bucket: BUCKET, key, versionId, ...facts, landedAt: new Date(), eventId: randomUUID() };
  }

  async function place(request: OrderRequest): Promise<string> {
    const command = { tenantId, meta: META, request, requestKey: randomUUID() };
    return (await placeOrder(context, command)).order.details.orderId;
  }

  /** What the stream would bring to the relay. */
  async function publishOrderEvents(): Promise<void> {
    for (const item of await context.orderOutbox.unpublished(new Date(Date.now() + 1000), 1000))
      await context.orderOutbox.markPublished({ pk: String(item["pk"]), sk: String(item["sk"]) }, new Date());
  }

  return {
    ...{ bucket: BUCKET, s3, sqs, lettersUrl, client, table, context, runs, tenantId },
    ...{ ingest, put, place, steps, publishOrderEvents },
    tenantSql: (text: string, values: unknown[] = []) => database.owner.query(text, values),

    /** The id of the first row. */
    async idOf(query: string): Promise<string> {
      const { rows } = await database.owner.query<{ id: string }>(query);
      return String(rows[0]?.id);
    },

    updateItem: (key: Key, expression: string, values: Record<string, unknown>) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: expression,
          ExpressionAttributeValues: values,
          ...(expression.includes("#state") && { ExpressionAttributeNames: { "#state": "state" } }),
        }),
      ),

    async complete(): Promise<void> {
      for (const study of await context.completions.due(new Date(), 100))
        await completeStudy(context, study, "test");
    },

    /** Runs an order to its end. */
    async run(request: OrderRequest): Promise<string> {
      const orderId = await place(request);
      const input = { tenantId, orderId, attempt: 1, meta: META };
      const run = await runSaga(orderSagaDefinition(), input, steps, context.waker);
      if (run.status !== "SUCCEEDED") throw new Error(`the order's run ${run.status}`);
      runs.set(orderId, "ended");
      return orderId;
    },

    async stock(available: number): Promise<void> {
      for (const { sku } of goodsRequest().lines) {
        const count = { id: randomUUID(), at: new Date().toISOString(), actor: "test" };
        await context.inventory.set(tenantId, sku, available, 0, count);
      }
    },

    /** Everything, as of now. */
    async verify(): Promise<Verified> {
      const walking = { tenants: postgresTenantList(ours), clock: publishing.clock };
      const request = { asOf: new Date(), since: undefined, tenantId: undefined, cursor: undefined };
      const stages = [
        objectsStage({
          versions: context.versions,
          receipts: postgresReceiptListing(ours, BUCKET),
          slugs: () => allSlugs(walking.tenants),
        }),
        ...indexStages(postgresIndexReading(ours)),
        ...orderStages({
          orders: dynamoOrderReading(client, table),
          executions: context.executions,
          payments: postgresPaymentReading(ours),
          procedures: postgresProcedureReading(ours),
          books: sandboxBooks(ours),
        }),
      ];
      const portions = [
        await walkTenants(walking, stages, request),
        await verifyStock(dynamoStockReading(client, table), request),
        await verifyQueues(letters),
      ];
      if (portions.some(({ cursor }) => cursor !== undefined))
        throw new Error("a small world is one portion");
      return {
        violations: portions.flatMap(({ violations }) => violations),
        checked: Object.assign({}, ...portions.map(({ checked }) => checked)) as Checked,
      };
    },
  };
}

interface Verified {
  readonly violations: readonly Violation[];
  readonly checked: Checked;
}

/** A study of so many slices with an accession number. */
export const studyOf = (seed: number, accessionNumber: string, slices = 2) =>
  ctStudy({
    seed,
    slices,
    size: 64,
    accessionNumber,
    issuer: "RIS",
    patientId: "PAT-1",
    patientBirthDate: "19700131",
  });
