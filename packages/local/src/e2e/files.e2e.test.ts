import { randomUUID } from "node:crypto";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { queueDepths } from "../demo/dead-letters.ts";
import { waitUntil } from "../engine/wait-until.ts";
import { ingest, putObject, receiptsOf, rows, system } from "./under-test.ts";

let seed = 1000;
/** One slice of a new study. */
function slice(options: Partial<Parameters<typeof ctStudy>[0]> = {}): Uint8Array {
  seed += 1;
  const [instance] = ctStudy({ seed, slices: 1, size: 64, ...options }).instances;
  if (instance === undefined) throw new Error("a study of one slice has one");
  return instance.bytes;
}
const text = (value: string) => new TextEncoder().encode(value);
const upload = (name: string, tenant = "demo") => `tenants/${tenant}/uploads/${randomUUID()}/${name}`;

describe("an object that is no instance ends as a rejected receipt", () => {
  it.each([
    ["a PDF", text("%PDF-1.7\n1 0 obj"), "pdf"],
    ["an empty object", new Uint8Array(0), "empty"],
    ["JSON", text('{"00080018": {}}'), "json"],
    ["random bytes", Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251), "not-dicom"],
    ["a truncated file", slice().subarray(0, 700), "truncated"],
  ])("%s", async (_, body, reason) => {
    const receipt = await ingest(upload("file.dcm"), body);
    expect([receipt.outcome, receipt.reason_code]).toEqual(["rejected", reason]);
  });
});

it.each(["with spaces", "a+b", "100%", "ünï çødé 影像", "a b+c%20d"])("takes a key like %s", async (name) => {
  const receipt = await ingest(upload(`${name}/slice 1.dcm`), slice());
  expect([receipt.outcome, receipt.slug]).toEqual(["stored", "demo"]);
});

it("keeps a record of an object under a tenant that nobody registered", async () => {
  const receipt = await ingest(upload("slice.dcm", "nobody"), slice());
  expect(receipt.outcome).not.toBe("stored");
  expect(receipt.reason_code).toBe("unknown-tenant");
  expect(receipt.slug).not.toBe("nobody");
});

it("keeps tenants apart: the same instance of two tenants is stored for each", async () => {
  const body = slice();
  const receipts = [await ingest(upload("a.dcm"), body), await ingest(upload("a.dcm", "other"), body)];
  expect(receipts.map(({ slug, outcome }) => [slug, outcome])).toEqual([
    ["demo", "stored"],
    ["other", "stored"],
  ]);
});

it("gives each version of one key its receipt: the same bytes are identical", async () => {
  const key = upload("slice.dcm");
  const uid = "1.2.826.0.1.3680043.10.1234.1";
  const first = slice({ studyInstanceUid: uid });
  const receipts = [await ingest(key, first), await ingest(key, first)];
  expect(receipts.map(({ outcome }) => outcome)).toEqual(["stored", "identical"]);
  expect(new Set(receipts.map(({ version_id }) => version_id)).size).toBe(2);
});

it("says what became of a version that is removed; a delete marker removes none", async () => {
  const key = upload("slice.dcm");
  const body = slice();
  const [kept, gone] = [await ingest(key, body), await ingest(key, body)];
  const bucket = { Bucket: system.endpoints.uploadsBucket, Key: key };
  await system.aws.s3.send(new DeleteObjectCommand(bucket));
  await system.aws.s3.send(new DeleteObjectCommand({ ...bucket, VersionId: gone.version_id }));
  const ended = await waitUntil("the end of the version", 120_000, async () => {
    const ends = await rows<{ version_id: string; outcome: string; gone_as: string }>(
      "select version_id, outcome, gone_as from receipt where object_key = $1 and gone_as is not null",
      [key],
    );
    return ends.length > 0 ? ends : undefined;
  });
  expect(ended).toEqual([{ version_id: gone.version_id, outcome: "identical", gone_as: "removed" }]);
  expect(
    await rows("select version_id, removed_as from object_removal where object_key = $1", [key]),
  ).toEqual([{ version_id: gone.version_id, removed_as: "removed" }]);
  expect((await receiptsOf(key, kept.version_id))[0]?.outcome).toBe("stored");
});

it("ends an event that is delivered three times in one receipt, with nothing stuck in a queue", async () => {
  const key = upload("slice.dcm");
  const body = slice();
  const version = await putObject(key, body);
  await waitUntil("the first receipt", 120_000, async () => (await receiptsOf(key, version))[0]);
  const queue = system.resources.find(({ name }) => name === "IngestQueue");
  const event = {
    version: "0",
    id: randomUUID(),
    source: "aws.s3",
    "detail-type": "Object Created",
    time: new Date().toISOString(),
    account: "000000000000",
    region: "us-east-1",
    resources: [],
    detail: {
      version: "0",
      bucket: { name: system.endpoints.uploadsBucket },
      object: { key, size: body.length, "version-id": version, sequencer: "0055AED6DCD90281E5" },
      reason: "PutObject",
    },
  };
  for (const _ of [1, 2, 3]) {
    await system.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: String(queue?.state["url"]), MessageBody: JSON.stringify(event) }),
    );
  }
  await waitUntil("the queues are empty", 120_000, async () =>
    (await queueDepths(system, "work")).every(({ messages }) => messages === 0) ? true : undefined,
  );
  expect(await receiptsOf(key, version)).toHaveLength(1);
  expect((await queueDepths(system, "dead-letter")).filter(({ messages }) => messages > 0)).toEqual([]);
});

it("completes a study once per version: late instances make the next", async () => {
  const study = ctStudy({ seed: 77, slices: 3, size: 64 });
  const [one, two, three] = study.instances;
  if (one === undefined || two === undefined || three === undefined) throw new Error("three slices");
  const versions = () =>
    rows<{ aggregate_version: number }>(
      `select o.aggregate_version from outbox o join study s on s.id = o.aggregate_id
       where s.study_instance_uid = $1 and o.type = 'study.completed' order by 1`,
      [study.studyInstanceUid],
    );
  const completed = (count: number) =>
    waitUntil(`${count} completions`, 120_000, async () => {
      const found = await versions();
      return found.length >= count ? found : undefined;
    });
  await Promise.all([ingest(upload("1.dcm"), one.bytes), ingest(upload("2.dcm"), two.bytes)]);
  const [first] = await completed(1);
  await ingest(upload("3.dcm"), three.bytes);
  const both = await completed(2);
  expect(both).toHaveLength(2);
  expect(both[1]?.aggregate_version).toBeGreaterThan(first?.aggregate_version ?? Number.POSITIVE_INFINITY);
});
