import { randomUUID } from "node:crypto";
import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { SYSTEM_TENANT_ID } from "@accession/core/tenants/tenant-directory";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { postgresReceiptDirectory } from "./postgres-receipt-directory.ts";
import { registerTenant } from "./register-tenant.ts";
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

const anew = (object: UploadedObject): UploadedObject => ({
  ...object,
  eventId: "retry",
  sequencer: undefined,
  judgeAnew: true,
});

/** An object that is read as something that is no instance, until it is mended: as with a limit that is raised. */
async function rejectedObject(): Promise<UploadedObject> {
  const key = `tenants/demo/uploads/${randomUUID()}`;
  const whole = world.objects.put(key, smallInstance());
  const object = { ...whole, size: whole.size - 4 };
  await ingestObjects(world.worker(), [object]);
  expect(await state()).toMatchObject([{ outcome: "rejected", reason_code: "truncated" }]);
  return whole;
}

async function state(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.owner.query<Record<string, unknown>>(
    `select r.id, r.outcome, r.reason_code, r.correlation_id, i.sop_instance_uid,
       (select count(*)::int from receipt_history h where h.receipt_id = r.id) as changes
     from receipt r left join instance i on i.receipt_id = r.id order by r.object_key, r.tenant_id`,
  );
  return rows;
}

it("keeps the receipt, says what the version comes to now, and what it said before", async () => {
  const object = await rejectedObject();
  const [before] = await state();
  await ingestObjects(world.worker(), [anew(object)]);
  expect(await state()).toEqual([
    {
      id: before?.["id"],
      outcome: "stored",
      reason_code: null,
      correlation_id: before?.["correlation_id"],
      sop_instance_uid: "2.25.1001",
      changes: 1,
    },
  ]);
  const history = await postgresReceiptDirectory(database.appPool()).history(
    database.demo.id,
    String(before?.["id"]),
  );
  expect(history).toMatchObject([{ outcome: "rejected", reasonCode: "truncated", correlationId: "retry" }]);
  const { rows } = await database.owner.query("select type from outbox order by created_at, type");
  expect(rows).toEqual([{ type: "object.rejected" }, { type: "study.updated" }]);
});

it("does it once, however often and by however many it is asked", async () => {
  const object = await rejectedObject();
  const asked = Array.from({ length: 5 }, () => ingestObjects(world.worker(), [anew(object), anew(object)]));
  const reports = await Promise.all(asked);
  const failed = reports.flatMap(({ failures }) => [...failures.keys()]);
  if (failed.length > 0) await ingestObjects(world.worker(), failed);
  await ingestObjects(world.worker(), [anew(object)]);
  expect(await state()).toMatchObject([{ outcome: "stored", changes: 1 }]);
  const { rows } = await database.owner.query("select instance_count from study");
  expect(rows).toEqual([{ instance_count: 1 }]);
});

it("changes nothing when it comes to the same, or nobody asked", async () => {
  const object = await rejectedObject();
  await ingestObjects(world.worker(), [anew({ ...object, size: object.size - 4 })]);
  await ingestObjects(world.worker(), [object]);
  expect(await state()).toMatchObject([{ outcome: "rejected", reason_code: "truncated", changes: 0 }]);
});

it("hands the objects of a tenant over that was registered after they landed", async () => {
  const slug = `late-${randomUUID().slice(0, 8)}`;
  const object = world.objects.put(`tenants/${slug}/uploads/a`, smallInstance());
  await ingestObjects(world.worker(), [object]);
  const directory = postgresReceiptDirectory(database.appPool());
  const query = { reason: "unknown-tenant", limit: 10 };
  const found = await directory.list(SYSTEM_TENANT_ID, { ...query, keyPrefix: `tenants/${slug}/uploads/` });
  expect(found.items).toHaveLength(1);
  expect((await directory.list(SYSTEM_TENANT_ID, { ...query, keyPrefix: "tenants/l%" })).items).toEqual([]);

  await registerTenant(database.owner, { id: randomUUID(), slug });
  await ingestObjects(world.worker(), [anew(object)]);
  await ingestObjects(world.worker(), [anew(object)]);
  expect(await state()).toMatchObject([
    { outcome: "ignored", reason_code: "handed-over", changes: 1 },
    { outcome: "stored", changes: 0 },
  ]);
});
