import { randomUUID } from "node:crypto";
import { redriveAll } from "@accession/cli/client/dead-letters";
import { reingest } from "@accession/cli/client/reingest";
import { getReplay, previewReplay, startReplay, waitForReplay } from "@accession/cli/client/replays";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeReplayCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { beforeAll, describe, expect, it } from "vitest";
import { whenFinal } from "../demo/final-order.ts";
import { goodsOrder } from "../demo/place-orders.ts";
import { type Snapshot, settledSnapshot } from "../demo/store-snapshot.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { type CaughtEvents, catchEvents } from "./catch-events.ts";
import { imagingOrder, newNumber, place, scan, whenStatus } from "./imaging-orders.ts";
import { giveUp, messagesByQueue } from "./second-deliveries.ts";
import { apiOf, apiOfGroup, ingest, putObject, receiptsOf, system } from "./under-test.ts";
import { watchQueues } from "./watch-queues.ts";

const BEGINNING = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
const everything = (archive: string) => ({ archive, from: BEGINNING, to: new Date().toISOString() });

let api: Awaited<ReturnType<typeof apiOf>>;
let before: Snapshot;
/** Versions that this file puts into the bucket, at least. */
let objects = 0;
/** What each work queue got meanwhile. */
let messages: ReadonlyMap<string, ReadonlySet<string>>;
let caught: CaughtEvents;

/** Files of every fate, goods and imaging orders of several: in all, what a replay could do once more. */
beforeAll(async () => {
  api = await apiOf("demo");
  caught = await catchEvents();
  const endWatch = watchQueues();
  const sku = `SKU-${randomUUID().slice(0, 8)}`;
  await api.ask("PUT", `/v1/inventory/${sku}`, {
    body: { available: 10 },
    headers: { "if-none-match": "*" },
  });
  const number = newNumber();
  const imaging = await place(api, imagingOrder([number]));
  await scan({ accessionNumber: number });
  await scan({ accessionNumber: newNumber() });
  const [slice] = ctStudy({ seed: 4711, slices: 1, size: 64 }).instances;
  const folder = `tenants/demo/uploads/${randomUUID()}`;
  for (const name of ["one.dcm", "its-copy.dcm"])
    await ingest(`${folder}/${name}`, slice?.bytes ?? new Uint8Array());
  await ingest(`${folder}/report.pdf`, new TextEncoder().encode("%PDF-1.7"));
  objects = 5;
  for (const token of ["tok_approve", "tok_decline"]) {
    const id = await place(api, goodsOrder({ sku, token }));
    await whenFinal({ api, signal: new AbortController().signal }, id);
  }
  await whenStatus(api, imaging, "COMPLETED");
  before = await settledSnapshot(system);
  messages = messagesByQueue(await endWatch(), caught.queue);
  await caught.end();
});

/** Says which store differs, and by which rows. */
function expectSame(after: Snapshot): void {
  for (const [store, held] of Object.entries(before)) {
    const now = after[store] ?? [];
    expect({
      store,
      gone: held.filter((row) => !now.includes(row)),
      added: now.filter((row) => !held.includes(row)),
    }).toEqual({ store, gone: [], added: [] });
    expect(now.length, store).toBe(held.length);
  }
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
}

/** How many objects the consumer of the uploads' events has worked off so far, by its own count. */
async function ingested(): Promise<number> {
  const { events = [] } = await system.aws.logs.send(
    new FilterLogEventsCommand({
      logGroupName: "/aws/lambda/accession-local-on-file-uploaded",
      filterPattern: '"batch ingested"',
    }),
  );
  return events
    .map(({ message = "" }) => JSON.parse(message) as { objects: number })
    .reduce((sum, batch) => sum + batch.objects, 0);
}

/** How often a function was called so far, by its log. */
async function invocations(name: string): Promise<number> {
  const { events = [] } = await system.aws.logs.send(
    new FilterLogEventsCommand({
      logGroupName: `/aws/lambda/accession-local-${name}`,
      filterPattern: '"START RequestId"',
    }),
  );
  return events.length;
}

it("sees what it compares: rows, items, objects and executions", () => {
  for (const store of [
    "postgres public.receipt",
    "postgres public.outbox",
    "postgres public.payment",
    "dynamodb orders",
    "s3 uploads",
    "executions",
  ])
    expect(before[store]?.length, store).toBeGreaterThan(0);
});

describe("everything that is archived, replayed twice", () => {
  it.each([1, 2])("changes no row of any store: the uploads, time %i", async () => {
    const count = await ingested();
    const id = await startReplay(api, everything("uploads"), randomUUID());
    expect(await waitForReplay(api, id, () => undefined, 200)).toMatchObject({ state: "COMPLETED" });
    await waitUntil("the replayed events are worked off", 120_000, async () =>
      (await ingested()) >= count + objects ? true : undefined,
    );
    expectSame(await settledSnapshot(system));
  });

  it.each([1, 2])("changes no row of any store: our own events, time %i", async () => {
    const called = await invocations("match-study");
    const id = await startReplay(api, everything("events"), randomUUID());
    expect(await waitForReplay(api, id, () => undefined, 200)).toMatchObject({ state: "COMPLETED" });
    await waitUntil("the replayed events are worked off", 120_000, async () =>
      (await invocations("match-study")) > called ? true : undefined,
    );
    expectSame(await settledSnapshot(system));
  });

  it("changes none either when somebody replays to all rules, past our own commands", async () => {
    const archive = system.resources.find(({ name }) => name === "BusArchive");
    const name = { ReplayName: `by-hand-${randomUUID()}` };
    await system.aws.events.send(
      new StartReplayCommand({
        ...name,
        EventSourceArn: String(archive?.state["arn"]),
        EventStartTime: new Date(BEGINNING),
        EventEndTime: new Date(),
        Destination: { Arn: String(archive?.inputs["eventSourceArn"]) },
      }),
    );
    await waitUntil("the replay has ended", 120_000, async () => {
      const { State: state } = await system.aws.events.send(new DescribeReplayCommand(name));
      return state === "COMPLETED" ? true : undefined;
    });
    expectSame(await settledSnapshot(system));
  });
});

it("changes no row when all that was worked off is given up and redriven, from every dead-letter queue", async () => {
  const filled: string[] = [];
  for (const [queue, bodies] of messages) {
    const count = await giveUp(queue, bodies);
    const report = await redriveAll(api, `${queue}DeadLetters`, { all: true }, 1000, () => undefined);
    expect(report).toMatchObject({ moved: count, refused: 0, remaining: 0 });
    filled.push(queue);
  }
  expectSame(await settledSnapshot(system));
  // Nothing was removed or unlinked, so two queues had nothing.
  expect(filled.toSorted()).toEqual([
    "Ingest",
    "MatchStudy",
    "Notification",
    "OrderCreated",
    "PaymentNews",
    "StockNews",
    "StudyMatched",
    "StudyQuiet",
  ]);
});

it("changes no row when every object is ingested again", async () => {
  const count = await ingested();
  let selected = 0;
  for await (const progress of reingest(api, { prefix: "" }, { dryRun: false })) selected = progress.selected;
  expect(selected).toBeGreaterThanOrEqual(objects);
  await waitUntil("the objects are worked off", 120_000, async () =>
    (await ingested()) >= count + selected ? true : undefined,
  );
  expectSame(await settledSnapshot(system));
});

it("makes good what was lost: an object whose event never came gets its receipt", async () => {
  const ingestRule = "accession-local-FileUploaded";
  const name = `${randomUUID()}/lost.pdf`;
  const key = `tenants/demo/uploads/${name}`;
  await system.aws.events.send(new DisableRuleCommand({ Name: ingestRule }));
  let version: string;
  try {
    version = await putObject(key, new TextEncoder().encode("%PDF-1.7"));
  } finally {
    await system.aws.events.send(new EnableRuleCommand({ Name: ingestRule }));
  }
  await settledSnapshot(system);
  expect(await receiptsOf(key, version)).toEqual([]);
  for await (const { selected } of reingest(api, { prefix: name }, { dryRun: false }))
    expect(selected).toBe(1);
  const [receipt] = await waitUntil("its receipt", 120_000, async () => {
    const found = await receiptsOf(key, version);
    return found.length > 0 ? found : undefined;
  });
  expect(receipt?.outcome).toBe("rejected");
});

describe("the API of replays", () => {
  it("says which rules get what, and starts nothing in a dry run", async () => {
    const { rules } = await previewReplay(api, everything("events"), randomUUID());
    expect(rules.find(({ name }) => name === "OrderCreated")).toMatchObject({
      receives: false,
      reason: "excludes-replays",
    });
    expect(rules.find(({ name }) => name === "StudyCompleted")).toMatchObject({ receives: true });
  });

  it("starts once per key", async () => {
    const key = randomUUID();
    const request = everything("uploads");
    const id = await startReplay(api, request, key);
    expect(await startReplay(api, request, key)).toBe(id);
    const { replays } = await api.ask<{ replays: { id: string }[] }>("GET", "/v1/ops/replays");
    expect(replays.filter((replay) => replay.id === id)).toHaveLength(1);
    await waitForReplay(api, id, () => undefined, 200);
    expect((await getReplay(api, id)).archive).toBe("uploads");
  });

  it.each([
    ["types that no replayable rule takes", { types: ["order.created"] }, "replay.no-rule"],
    [
      "a window of nothing",
      { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" },
      "replay.window-empty",
    ],
    ["a window in the future", { to: "2126-01-01T00:00:00Z" }, "replay.window-in-future"],
  ])("refuses %s", async (_, changes, code) => {
    const answer = await api.call("POST", "/v1/ops/replays", {
      body: { ...everything("events"), ...changes },
      headers: { "idempotency-key": randomUUID() },
    });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, code]);
  });

  it("lets operators of a tenant look, and start nothing", async () => {
    const operator = await apiOfGroup("operators");
    expect((await operator.call("GET", "/v1/ops/replays")).status).toBe(200);
    const refused = await operator.call("POST", "/v1/ops/replays", {
      body: everything("events"),
      headers: { "idempotency-key": randomUUID() },
    });
    expect(refused.status).toBe(403);
    expect((await operator.call("POST", "/v1/ops/reingests", { body: { prefix: "" } })).status).toBe(403);
    expect((await operator.call("GET", "/v1/ops/dead-letters/IngestDeadLetters")).status).toBe(403);
    expect((await operator.call("GET", "/v1/ops/dead-letters")).status).toBe(200);
  });
});
