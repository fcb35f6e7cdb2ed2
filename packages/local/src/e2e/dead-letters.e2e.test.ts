import { randomUUID } from "node:crypto";
import {
  type DeadLetterQueue,
  dropDeadLetters,
  listDeadLetters,
  redriveAll,
  redriveOnce,
  showDeadLetters,
} from "@accession/cli/client/dead-letters";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { breakIngestion, queueUrl } from "./break-ingestion.ts";
import { apiOf, putObject, receiptsOf, rows, system } from "./under-test.ts";

const QUEUE = "IngestDeadLetters";
const FOLDER = `tenants/demo/uploads/${randomUUID()}`;
/** Of the folder, so that the rest of the system goes on. */
const BROKEN = `${FOLDER}/broken`;

let api: Awaited<ReturnType<typeof apiOf>>;
beforeAll(async () => {
  api = await apiOf("demo");
});

const stateOf = async (name: string): Promise<DeadLetterQueue | undefined> =>
  (await listDeadLetters(api)).find((queue) => queue.name === name);

const whenWaiting = (name: string, count: number) =>
  waitUntil(`${count} letters in ${name}`, 120_000, async () => {
    // SQS moves a message that was received too often when somebody would receive it again.
    const state = await stateOf(name);
    return state !== undefined && state.waiting >= count ? state : undefined;
  });

it("gives up what a broken consumer fails on, lets the rest of the batch pass, and has all done once after a redrive", async () => {
  const study = ctStudy({ seed: 815, slices: 12, size: 16 });
  const put = study.instances.map(({ bytes }, index) => ({
    key: index % 2 === 0 ? `${BROKEN}/${index}.dcm` : `${FOLDER}/${index}.dcm`,
    bytes,
  }));
  const mend = await breakIngestion(BROKEN);
  const files: { key: string; version: string }[] = [];
  try {
    for (const { key, bytes } of put) files.push({ key, version: await putObject(key, bytes) });
    const broken = files.filter(({ key }) => key.startsWith(BROKEN));
    for (const { key, version } of files.filter((file) => !broken.includes(file))) {
      const [receipt] = await waitUntil("the receipt of a file that can be read", 120_000, async () => {
        const found = await receiptsOf(key, version);
        return found.length > 0 ? found : undefined;
      });
      expect(receipt?.outcome).toBe("stored");
    }
    expect(await whenWaiting(QUEUE, broken.length)).toMatchObject({ holds: "messages", returnsTo: "Ingest" });
    for (const { key, version } of broken) expect(await receiptsOf(key, version)).toEqual([]);
  } finally {
    await mend();
  }

  const letters = await showDeadLetters(api, QUEUE, { limit: 50 });
  expect(letters).toHaveLength(6);
  for (const letter of letters) {
    expect(letter).toMatchObject({
      type: "Object Created",
      tenant: "demo",
      failure: { code: "object-store.unavailable" },
    });
    expect(letter.receiveCount).toBeGreaterThanOrEqual(5);
  }
  // Names of files may be names of patients: shown when asked for.
  expect(JSON.stringify(letters)).not.toContain(FOLDER);
  const [first] = await showDeadLetters(api, QUEUE, { id: letters[0]?.id, body: "true" });
  expect(first?.body).toContain(BROKEN);

  expect(await redriveOnce(api, QUEUE, { all: true, dryRun: true })).toMatchObject({ selected: 6, moved: 0 });
  const one = await redriveOnce(api, QUEUE, { messageIds: [letters[2]?.id ?? ""] });
  expect(one).toMatchObject({ selected: 1, moved: 1, remaining: 5 });
  const portions: number[] = [];
  const rest = await redriveAll(
    api,
    QUEUE,
    { filter: { type: "Object Created" }, rate: 100 },
    1000,
    (moved) => portions.push(moved),
  );
  expect(rest).toMatchObject({ moved: 5, notDeleted: 0, refused: 0, remaining: 0 });
  expect(portions.at(-1)).toBe(5);

  for (const { key, version } of files) {
    const receipts = await waitUntil("the receipt of a redriven file", 120_000, async () => {
      const found = await receiptsOf(key, version);
      return found.length > 0 ? found : undefined;
    });
    expect(receipts.map(({ outcome }) => outcome)).toEqual(["stored"]);
  }
  const instances = await rows<{ count: number }>(
    `select count(*)::int as count from instance i join study s on s.tenant_id = i.tenant_id and s.id = i.study_id
     where s.study_instance_uid = $1`,
    [study.studyInstanceUid],
  );
  expect(instances[0]?.count).toBe(12);
  expect(await stateOf(QUEUE)).toMatchObject({ waiting: 0, inFlight: 0 });
});

describe("letters that nobody can do anything with", () => {
  const OUTBOX = "OrderOutboxDeadLetters";
  const put = (name: string, body: unknown) =>
    system.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl(name), MessageBody: JSON.stringify(body) }),
    );

  it("are dropped by their ids, and the others stay", async () => {
    for (const sequence of ["1", "2"])
      await put(OUTBOX, { DDBStreamBatchInfo: { startSequenceNumber: sequence } });
    const letters = await showDeadLetters(api, OUTBOX, {});
    expect(letters).toHaveLength(2);
    const [gone, stays] = letters.map(({ id }) => id);
    expect(await dropDeadLetters(api, OUTBOX, [gone ?? "", randomUUID()], "test")).toMatchObject({
      dropped: [gone],
      notFound: [expect.any(String)],
    });
    expect(await dropDeadLetters(api, OUTBOX, [stays ?? ""], "test")).toMatchObject({ dropped: [stays] });
    expect(await stateOf(OUTBOX)).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  it("are not redriven where there is nothing to send them to", async () => {
    await expect(redriveOnce(api, OUTBOX, { all: true })).rejects.toMatchObject({
      code: "dead-letters.not-redrivable",
    });
    await expect(redriveOnce(api, "NoSuchQueue", { all: true })).rejects.toMatchObject({ status: 404 });
  });
});

it("a redrive with one key is done once, and wants to be told which letters", async () => {
  const path = `/v1/ops/dead-letters/${QUEUE}/redrive`;
  const headers = { "idempotency-key": randomUUID() };
  const first = await api.call("POST", path, { body: { all: true }, headers });
  const second = await api.call("POST", path, { body: { all: true }, headers });
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  const key = { "idempotency-key": randomUUID() };
  expect((await api.call("POST", path, { body: {}, headers: key })).status).toBe(422);
  expect((await api.call("POST", path, { body: { all: true } })).status).toBe(400);
});
