import { randomUUID } from "node:crypto";
import {
  dropDeadLetters,
  listDeadLetters,
  redriveOnce,
  showDeadLetters,
} from "@accession/cli/client/dead-letters";
import { reingest } from "@accession/cli/client/reingest";
import { startReplay, waitForReplay } from "@accession/cli/client/replays";
import { signInAsTenant } from "@accession/cli/client/sign-in";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, expect, it } from "vitest";
import { settledSnapshot } from "../demo/store-snapshot.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { allSettled } from "./all-settled.ts";
import { breakIngestion, queueUrl } from "./break-ingestion.ts";
import { HOMES } from "./canary-homes.ts";
import { markersOf, needlesOf, newCanary } from "./canary-markers.ts";
import { placeAllKinds } from "./canary-orders.ts";
import { begin, readPlaces } from "./canary-places.ts";
import { plant } from "./canary-plants.ts";
import { askWrongly, readUrls } from "./canary-requests.ts";
import { findPlaces, type Place } from "./canary-search.ts";
import { slice, uploadAllKinds } from "./canary-uploads.ts";
import { catchEvents } from "./catch-events.ts";
import { apiOf, putObject, receiptsOf, rows, system } from "./under-test.ts";
import { watchQueues } from "./watch-queues.ts";

const QUEUE = "IngestDeadLetters";
const canary = newCanary();
const markers = markersOf(canary);
/** Its values are put where none may be. */
const planted = newCanary();

let api: Awaited<ReturnType<typeof apiOf>>;
let places: readonly Place[];
let statuses: readonly number[];
let plants: readonly string[];

beforeAll(async () => {
  api = await apiOf("demo");
  const beginning = await begin();
  const caught = await catchEvents();
  const stopWatching = watchQueues();
  const token = await signInAsTenant(system.endpoints, "demo");
  try {
    await allSettled([
      uploadAllKinds(api, canary, markers),
      placeAllKinds(api, canary, markers),
      failAndRedrive(),
    ]);
    const answers = await askWrongly(token, canary, markers);
    ({ statuses } = answers);
    await failInDatabase();
    await doAgain(beginning.at);
    const urls = await readUrls(api, markers);
    await settledSnapshot(system);
    const { places: where, remove } = await plant(caught.queue, planted, markersOf(planted));
    try {
      places = [...(await readPlaces(beginning)), ...answers.places, ...urls, ...(await stopWatching())];
      plants = where;
    } finally {
      await remove();
    }
  } finally {
    await stopWatching();
    await caught.end();
  }
});

/** Messages that a broken consumer fails on: shown, dropped, and redriven when it is mended. */
async function failAndRedrive(): Promise<void> {
  const folder = `tenants/demo/uploads/${randomUUID()}/broken`;
  const put: { readonly key: string; readonly version: string }[] = [];
  const mend = await breakIngestion(folder);
  try {
    for (const index of [30, 31]) {
      const key = `${folder}/${markers.folder} ${index}.dcm`;
      put.push({ key, version: await putObject(key, slice(markers, index)) });
    }
    const malformed = { QueueUrl: queueUrl("Ingest"), MessageBody: `{"patient": "${markers.patientName}` };
    await system.aws.sqs.send(new SendMessageCommand(malformed));
    await waitUntil("three letters", 120_000, async () => {
      const queue = (await listDeadLetters(api)).find(({ name }) => name === QUEUE);
      return (queue?.waiting ?? 0) >= 3 ? true : undefined;
    });
  } finally {
    await mend();
  }
  const letters = await showDeadLetters(api, QUEUE, { limit: 50 });
  expect(letters).toHaveLength(3);
  const unread = letters.find(({ type }) => type === undefined)?.id ?? "";
  const [shown] = await showDeadLetters(api, QUEUE, { id: unread, body: "true" });
  expect(shown?.body).toContain(markers.patientName);
  expect(await dropDeadLetters(api, QUEUE, [unread], "malformed")).toMatchObject({ dropped: [unread] });
  expect(await redriveOnce(api, QUEUE, { all: true })).toMatchObject({ moved: 2, remaining: 0 });
  for (const { key, version } of put) {
    await waitUntil("the receipt of a redriven file", 120_000, async () => {
      const found = await receiptsOf(key, version);
      return found.length > 0 ? found : undefined;
    });
  }
}

/** An error of Postgres about a row: its detail quotes the row's key. */
async function failInDatabase(): Promise<void> {
  const again =
    "insert into study_accession_number select * from study_accession_number where accession_number = $1";
  await expect(rows(again, [markers.accessionNumber(1)])).rejects.toMatchObject({
    detail: expect.stringContaining(markers.accessionNumber(1)),
  });
}

/** Objects are ingested again, by name, page by page and by receipt; both archives are replayed. */
async function doAgain(since: Date): Promise<void> {
  for await (const { listed } of reingest(api, { prefix: markers.folder }, { dryRun: false }))
    expect(listed).toBeGreaterThan(0);
  const path = "/v1/ops/reingests";
  const page = { prefix: markers.folder, limit: 1 };
  const { cursor } = await api.ask<{ cursor: string }>("POST", path, { body: page });
  await api.ask("POST", path, { body: { ...page, cursor } });
  const list = await api.ask<{ receipts: { id: string }[] }>("GET", "/v1/receipts?limit=1");
  await api.ask("POST", path, { body: { receiptId: list.receipts[0]?.id } });
  const window = { from: since.toISOString(), to: new Date().toISOString() };
  for (const archive of ["uploads", "events"]) {
    const id = await startReplay(api, { archive, ...window }, randomUUID());
    expect(await waitForReplay(api, id, () => undefined, 200)).toMatchObject({ state: "COMPLETED" });
  }
}

it("patient data is in its homes, all of them, and nowhere else", () => {
  const found = findPlaces(places, needlesOf(canary));
  const elsewhere = [...found].filter(([place]) => !HOMES.includes(place));
  expect(Object.fromEntries(elsewhere)).toEqual({});
  expect([...found.keys()].sort()).toEqual([...HOMES].sort());
});

it("what is planted elsewhere is found, all of it", () => {
  expect([...findPlaces(places, needlesOf(planted)).keys()].sort()).toEqual(plants);
});

it("looks at logs, executions, queues and events that this patient's work left", () => {
  const text = (name: string) =>
    places
      .filter((place) => place.name === name)
      .flatMap(({ texts }) => texts)
      .join("\n");
  for (const name of ["on-file-uploaded", "place-order", "link-study", "reserve-inventory", "await-study"])
    expect(text(`log /aws/lambda/accession-local-${name}`), name).toContain("accession-local-");
  const urls = places.find(({ name }) => name === "cursors and headers")?.texts ?? [];
  expect(
    urls.filter((one) => /^[\w-]+$/.test(one)).length,
    "cursors of orders, receipts, studies and instances",
  ).toBeGreaterThanOrEqual(4);
  expect(text("execution histories")).toContain("TaskStateEntered");
  for (const queue of ["StudyQuiet", "OrderCreated", "MatchStudy"])
    expect(text(`queue ${queue}`), queue).not.toBe("");
  const events = places.find(({ name }) => name.startsWith("queue caught-"))?.texts.join("\n") ?? "";
  for (const type of [
    "order.created",
    "study.completed",
    "study.matched",
    "study.unmatched",
    "object.rejected",
    "replay-name",
  ])
    expect(events).toContain(type);
});

it("refuses what is wrong, and says nothing of it again", () => {
  // An odd correlation id is left out; a filter that matches nothing is answered by nothing.
  expect(statuses.filter((status) => status < 400)).toHaveLength(2);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});
