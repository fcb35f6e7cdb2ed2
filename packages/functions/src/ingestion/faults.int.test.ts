/** Whatever dies or goes away while files are taken in: nothing is lost, nothing is double, each study completes once. */
import type { Treatment } from "@accession/testing/aws/aws-endpoint";
import type { HandlerProcess } from "@accession/testing/functions/handler-process";
import { IngestQueue } from "@accession/testing/ingestion/message-queue";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type IngestWorld, ingestWorld } from "./test-ingest-world.ts";

const STUDIES = 3;
const SLICES = 20;
const FILES = STUDIES * SLICES;

let world: IngestWorld;
let sweepers: HandlerProcess;
let queue: IngestQueue;
beforeAll(async () => {
  world = await ingestWorld();
  sweepers = await world.start("ingestion/test-sweepers");
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.clear();
  queue = new IngestQueue();
  queue.send(world.upload({ studies: STUDIES, slices: SLICES }));
});

const count = async (sql: string): Promise<unknown> => (await world.database.owner.query(sql)).rows[0];

/** What the sweepers do within a minute or two, and then: all is there, once. */
async function expectAllIsWell(): Promise<void> {
  expect(queue.size).toBe(0);
  expect(queue.deadLetters).toEqual([]);
  // Sweepers leave alone what is on its way.
  await world.database.owner.query("update outbox set created_at = created_at - interval '1 minute'");
  await sweepers.invoke({});

  expect(
    await count(
      "select count(*)::int as n, count(*) filter (where outcome = 'stored')::int as stored from receipt",
    ),
  ).toEqual({
    n: FILES,
    stored: FILES,
  });
  expect(
    await count("select count(*)::int as n, count(distinct sop_instance_uid)::int as uids from instance"),
  ).toEqual({
    n: FILES,
    uids: FILES,
  });
  expect(
    await count(
      `select count(*)::int as studies, sum(instance_count)::int as instances, sum(series_count)::int as series,
         bool_and(completed_version = arrival_version) as complete from study`,
    ),
  ).toEqual({ studies: STUDIES, instances: FILES, series: STUDIES, complete: true });
  expect(await count("select count(*)::int as n from outbox where published_at is null")).toEqual({ n: 0 });

  // At least once on the bus, and once in effect: a second publication carries the same id.
  const told = new Map(world.endpoint.published.map((event) => [String(event["id"]), event]));
  const versions = [...told.values()].map(
    (event) => `${event["type"]} ${event["aggregateId"]} ${event["aggregateVersion"]}`,
  );
  expect(new Set(versions).size).toBe(versions.length);
  const { rows } = await world.database.owner.query<{ n: number }>("select count(*)::int as n from outbox");
  expect(told.size).toBe(rows[0]?.n);
  expect([...told.values()].filter((event) => event["type"] === "study.completed")).toHaveLength(STUDIES);
}

async function deliverAll(): Promise<void> {
  const worker = await world.start("ingestion/on-file-uploaded");
  while (queue.size > 0) expect(await queue.deliver(worker)).toBe(0);
}

it("outlives a database that goes away in the middle of a batch and stays away", async () => {
  const worker = await world.start("ingestion/on-file-uploaded");
  // The connection is there by then: the tenant was looked up.
  world.endpoint.treat(async ({ operation, nth }): Promise<Treatment> => {
    if (operation === "GetObject" && nth === FILES / 2) await world.proxy.takeAway();
    return "answer";
  });
  expect(await queue.deliver(worker)).toBe(FILES);
  expect(await queue.deliver(worker)).toBe(FILES);
  // Not at once, and later each time.
  const pauses = world.endpoint
    .inputs("ChangeMessageVisibilityBatch")
    .flatMap((input) =>
      (input["Entries"] as readonly { VisibilityTimeout: number }[]).map((entry) => entry.VisibilityTimeout),
    );
  expect(pauses).toHaveLength(2 * FILES);
  expect(Math.max(...pauses.slice(0, FILES))).toBeLessThanOrEqual(10);
  expect(Math.min(...pauses.slice(FILES))).toBeGreaterThanOrEqual(30);
  await world.proxy.bringBack();
  // The same environment, whose connection is dead.
  expect(await queue.deliver(worker)).toBe(0);
  await expectAllIsWell();
});

it("outlives an S3 that refuses some reads and does not answer others", async () => {
  const worker = await world.start("ingestion/on-file-uploaded");
  const kinds = new Map<string, number>();
  world.endpoint.treat(({ operation, path }) => {
    if (operation !== "GetObject") return "answer";
    const kind = kinds.get(path) ?? kinds.size;
    kinds.set(path, kind);
    if (kind % 10 === 0) return { status: 503 };
    return kind === 1 ? "hang" : "answer";
  });
  const back = await queue.deliver(worker);
  expect(back).toBe(FILES / 10 + 1);
  world.endpoint.treat(() => "answer");
  expect(await queue.deliver(worker)).toBe(0);
  await expectAllIsWell();
});

it("outlives a worker that is killed in the middle of a batch", async () => {
  const worker = await world.start("ingestion/on-file-uploaded");
  world.endpoint.treat(async ({ operation, nth }): Promise<Treatment> => {
    if (operation === "GetObject" && nth === FILES / 2) await worker.kill();
    return "answer";
  });
  expect(await queue.deliver(worker)).toBe(FILES);
  await deliverAll();
  await expectAllIsWell();
});

it("outlives a worker that is killed after the commit and before it publishes", async () => {
  const worker = await world.start("ingestion/on-file-uploaded");
  world.endpoint.treat(async ({ operation }): Promise<Treatment> => {
    if (operation !== "PutEvents") return "answer";
    await worker.kill();
    return "cut";
  });
  expect(await queue.deliver(worker)).toBe(FILES);
  expect(await count("select count(*)::int as n from outbox where published_at is null")).toEqual({
    n: STUDIES,
  });
  expect(world.endpoint.published).toEqual([]);
  world.endpoint.treat(() => "answer");
  await deliverAll();
  await expectAllIsWell();
});

it("outlives a worker that is killed after it published and before it says so", async () => {
  const worker = await world.start("ingestion/on-file-uploaded");
  world.endpoint.treat(async ({ operation }): Promise<Treatment> => {
    if (operation === "SendMessageBatch") await worker.kill();
    return operation === "SendMessageBatch" ? "cut" : "answer";
  });
  expect(await queue.deliver(worker)).toBe(FILES);
  world.endpoint.treat(() => "answer");
  await deliverAll();
  await expectAllIsWell();
});

it("takes every message twice, in batches that overlap, at the same time", async () => {
  const [first, second] = await Promise.all([
    world.start("ingestion/on-file-uploaded"),
    world.start("ingestion/on-file-uploaded"),
  ]);
  const again = new IngestQueue();
  again.send(queue.messages().toReversed());
  while (queue.size + again.size > 0) {
    await Promise.all([queue.deliver(first, 25), again.deliver(second, 25)]);
  }
  expect(again.deadLetters).toEqual([]);
  await expectAllIsWell();
});
