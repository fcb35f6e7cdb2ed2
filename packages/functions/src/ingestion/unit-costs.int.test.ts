/** What the handlers really call for 1,000 instances, and what that comes to for a million. */
import { setTimeout as delay } from "node:timers/promises";
import type { Treatment } from "@accession/testing/aws/aws-endpoint";
import { perMillion, type Use, usdOf } from "@accession/testing/costs/unit-costs";
import type { HandlerProcess } from "@accession/testing/functions/handler-process";
import { fileUploadedRecord } from "@accession/testing/ingestion/queue-batch";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type IngestWorld, ingestWorld } from "./test-ingest-world.ts";

const BATCH = 100;
/** Messages of one ReceiveMessage or DeleteMessageBatch, whatever the batch of the function. */
const POLL = 10;
/** Time to the first byte of a small object. */
const S3_LATENCY_MS = 30;
const MEMORY_GB = { ingest: 1, quiet: 0.5 };

let world: IngestWorld;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Invokes a function once per batch of records; answers what Lambda bills. */
async function run(worker: HandlerProcess, records: readonly object[], size: number) {
  const billed = { requests: 0, seconds: 0 };
  for (let start = 0; start < records.length; start += size) {
    const { result, seconds } = await worker.invoke({ Records: records.slice(start, start + size) });
    expect(result).toEqual({ batchItemFailures: [] });
    billed.requests += 1;
    // The first call of an environment loads what is used: that happens once per environment, not per batch.
    billed.seconds += start === 0 && records.length > size ? 0 : seconds;
  }
  return billed;
}

it("takes at most 2.2 requests per instance and 10 USD per million", async () => {
  const { endpoint } = world;
  const ingest = await world.start("ingestion/on-file-uploaded", { POWERTOOLS_LOG_LEVEL: "INFO" });
  const quiet = await world.start("studies/on-study-quiet", { POWERTOOLS_LOG_LEVEL: "INFO" });
  endpoint.treat(async ({ operation }): Promise<Treatment> => {
    if (operation === "GetObject") await delay(S3_LATENCY_MS);
    return "answer";
  });
  // Four scanners send at a time.
  const objects = [4, 4, 2].flatMap((studies) => world.upload({ studies, slices: 100 }));
  const records = objects.map((object) => fileUploadedRecord(object));
  const ingested = await run(ingest, records, BATCH);
  const studyEvents = endpoint.published.length;
  // One per study and batch: four studies in each of eight batches, two in each of two.
  expect(studyEvents).toBe(36);

  const hints = endpoint
    .inputs("SendMessageBatch")
    .flatMap((input) => input["Entries"] as readonly { MessageBody: string }[])
    .map(({ MessageBody }, index) => ({ ...fileUploadedRecord(at(objects, index)), body: MessageBody }));
  const completed = await run(quiet, hints, POLL);
  expect(endpoint.published.length - studyEvents).toBe(10);

  const asked = (operation: string) => endpoint.requests.get(operation) ?? 0;
  const polls = Math.ceil(objects.length / POLL);
  const hintPolls = Math.ceil(hints.length / POLL);
  const requests = {
    "GetObject, by range": asked("GetObject"),
    HeadObject: asked("HeadObject"),
    PutEvents: asked("PutEvents"),
    "SendMessageBatch, hints": asked("SendMessageBatch"),
    "ReceiveMessage, by the pollers": polls + hintPolls,
    "DeleteMessageBatch, by the pollers": polls + hintPolls,
    "Lambda invocations": ingested.requests + completed.requests,
  };
  const perInstance = Object.values(requests).reduce((sum, n) => sum + n, 0) / objects.length;
  expect([...endpoint.requests.keys()].sort()).toEqual(["GetObject", "PutEvents", "SendMessageBatch"]);

  const eventBytes = records.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  const ownBytes = endpoint.published.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  const uses: readonly Use[] = [
    { what: "S3: the uploader's PUT", unit: "s3-put", amount: objects.length },
    { what: "EventBridge: S3's events", unit: "s3-event", amount: objects.length },
    { what: "EventBridge: archive of S3's events", unit: "archive-byte", amount: eventBytes },
    { what: "SQS: sent by EventBridge", unit: "sqs-request", amount: objects.length },
    { what: "SQS: received and deleted", unit: "sqs-request", amount: 2 * polls },
    { what: "S3: GET", unit: "s3-get", amount: asked("GetObject") },
    { what: "Lambda: requests", unit: "lambda-request", amount: ingested.requests + completed.requests },
    {
      what: `Lambda: compute (${((ingested.seconds * 1000) / (ingested.requests - 1)).toFixed(0)} ms per batch)`,
      unit: "lambda-gb-second",
      amount: ingested.seconds * MEMORY_GB.ingest + completed.seconds * MEMORY_GB.quiet,
    },
    { what: "EventBridge: our events", unit: "bus-event", amount: endpoint.published.length },
    { what: "EventBridge: archive of our events", unit: "archive-byte", amount: ownBytes },
    { what: "SQS: hints", unit: "sqs-request", amount: asked("SendMessageBatch") + 2 * hintPolls },
    { what: "CloudWatch: logs", unit: "log-byte", amount: ingest.logBytes() + quiet.logBytes() },
    // X-Ray's default sampling: 5 % beyond one a second.
    { what: "X-Ray: traces", unit: "trace", amount: 0.05 * (ingested.requests + completed.requests) },
    // A bucket key saves 99 % of the requests (S3 User Guide, "Reducing the cost of SSE-KMS").
    { what: "KMS: 1 % of PUT and GET", unit: "kms-request", amount: 0.02 * objects.length },
    { what: "NAT: our events", unit: "nat-byte", amount: ownBytes },
  ];
  const { lines, usd } = perMillion(uses, objects.length);
  const report = [
    `Requests per instance: ${perInstance.toFixed(2)} (our handlers' and the pollers')`,
    ...Object.entries(requests).map(([name, n]) => `${(n / objects.length).toFixed(3).padStart(8)}  ${name}`),
    `USD per million instances: ${usd.toFixed(2)}`,
    ...lines,
    "Apart:",
    `${usdOf({ unit: "glacier-ir-transition", amount: 1_000_000 }).toFixed(3).padStart(8)}  S3: transition of a million objects to Glacier Instant Retrieval after 30 days`,
    `${usdOf({ unit: "aurora-acu-hour", amount: 1 }).toFixed(3).padStart(8)}  Aurora: an ACU for an hour, whether there is work or not`,
    `${usdOf({ unit: "metric-month", amount: 1 }).toFixed(3).padStart(8)}  CloudWatch: a metric for a month`,
  ];
  process.stdout.write(`${report.join("\n")}\n`);
  expect(perInstance).toBeLessThanOrEqual(2.2);
  expect(usd).toBeLessThanOrEqual(10);
});

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
}
