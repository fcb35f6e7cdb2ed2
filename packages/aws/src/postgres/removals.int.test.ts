import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { type RemovedAs, recordRemovals } from "@accession/core/ingestion/record-removals";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { postgresRemovalStore } from "./postgres-removal-store.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TestIngest, testIngest } from "./test-ingest.ts";

let database: TestDatabase;
let world: TestIngest;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query(
    "truncate object_removal, receipt_history, receipt, instance, series, study_accession_number, study_link_history, study_link, study, outbox",
  );
  world = testIngest(database);
});

const AT = new Date("2026-03-01T00:00:00Z");
const put = (name: string, tenant = "demo") =>
  world.objects.put(`tenants/${tenant}/uploads/${name}`, smallInstance());
const ingest = (...objects: UploadedObject[]) => ingestObjects(world.worker(), objects);
const remove = (object: UploadedObject, removedAs: RemovedAs = "removed", removedAt = AT) =>
  recordRemovals({ tenants: world.worker().tenants, removals: postgresRemovalStore(database.appPool()) }, [
    { ...object, removedAs, removedAt },
  ]);

async function rows(sql: string): Promise<unknown[]> {
  return (await database.owner.query(sql)).rows;
}
const FILES = "select file_url from dicom_metadata";
const ENDS = "select outcome, gone_as from receipt order by version_id";

it("keeps the outcome, and says what became of the version afterwards", async () => {
  const object = put("a");
  await ingest(object);
  expect(await remove(object, "expired")).toEqual({ receipts: 1, withoutFile: 1 });
  expect(await rows("select outcome, gone_as, gone_at from receipt")).toEqual([
    { outcome: "stored", gone_as: "expired", gone_at: AT },
  ]);
  expect(await rows("select patient_id, file_url from dicom_metadata")).toEqual([
    { patient_id: "M-1", file_url: null },
  ]);
});

it("takes the first that is told, however often it is told", async () => {
  const object = put("a");
  await ingest(object);
  await remove(object, "expired");
  expect(await remove(object, "removed", new Date())).toEqual({ receipts: 0, withoutFile: 0 });
  expect(await rows(ENDS)).toEqual([{ outcome: "stored", gone_as: "expired" }]);
});

it("lets an identical version take over, also one that comes after the end of the first", async () => {
  const [first, copy] = [put("first"), put("copy")];
  await ingest(first, copy);
  expect(await remove(first)).toEqual({ receipts: 1, withoutFile: 0 });
  expect(await rows(FILES)).toEqual([{ file_url: "s3://uploads/tenants/demo/uploads/copy" }]);
  expect(await remove(copy)).toEqual({ receipts: 1, withoutFile: 1 });
  expect(await rows(FILES)).toEqual([{ file_url: null }]);
  await ingest(put("again"));
  expect(await rows(FILES)).toEqual([{ file_url: "s3://uploads/tenants/demo/uploads/again" }]);
  expect(await rows(ENDS)).toEqual([
    { outcome: "stored", gone_as: "removed" },
    { outcome: "identical", gone_as: "removed" },
    { outcome: "identical", gone_as: null },
  ]);
});

it("waits for the receipt of a version that it overtook", async () => {
  const object = put("a");
  expect(await remove(object)).toEqual({ receipts: 0, withoutFile: 0 });
  await ingest(object);
  expect(await rows(ENDS)).toEqual([{ outcome: "stored", gone_as: "removed" }]);
  expect(await rows(FILES)).toEqual([{ file_url: null }]);
});

it("misses nothing when both come at once", async () => {
  const objects = Array.from({ length: 20 }, (_, index) => put(`at once ${index}`));
  // Whoever lost too many races comes again, as the queue has it.
  const deliver = async (object: UploadedObject): Promise<void> => {
    if ((await ingest(object)).failures.size > 0) await deliver(object);
  };
  await Promise.all(objects.flatMap((object) => [deliver(object), remove(object)]));
  expect(await rows("select gone_as, count(*)::int as n from receipt group by 1")).toEqual([
    { gone_as: "removed", n: 20 },
  ]);
  expect(await rows(FILES)).toEqual([{ file_url: null }]);
});

it("keeps tenants apart, and has nobody's objects too", async () => {
  const [mine, theirs, nobodys] = [put("a"), put("a", "other"), put("a", "nobody")];
  await ingest(mine, theirs, nobodys);
  await remove(theirs);
  await remove(nobodys);
  expect(await rows("select object_key, gone_as from receipt order by object_key")).toEqual([
    { object_key: "tenants/demo/uploads/a", gone_as: null },
    { object_key: "tenants/nobody/uploads/a", gone_as: "removed" },
    { object_key: "tenants/other/uploads/a", gone_as: "removed" },
  ]);
});

it("lets what was judged stand when the bytes are gone and one more comes", async () => {
  const upload = (name: string, pixels: number) =>
    world.objects.put(
      `tenants/demo/uploads/${name}`,
      smallInstance(new Map([[0x7fe00010, ["OW", new Uint8Array(pixels)]]])),
    );
  const [first, other] = [upload("first", 8), upload("other", 16)];
  await ingest(first);
  await ingest(other);
  for (const object of [first, other]) {
    world.objects.delete(object);
    await remove(object, "expired");
  }
  await ingest(upload("last", 24));
  expect(await rows("select outcome, gone_as from receipt order by version_id")).toEqual([
    { outcome: "stored", gone_as: "expired" },
    { outcome: "same-header", gone_as: "expired" },
    { outcome: "conflict", gone_as: null },
  ]);
  expect(await rows("select number from receipt_history")).toEqual([]);
});
