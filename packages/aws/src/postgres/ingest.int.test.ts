import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { SYSTEM_TENANT_ID } from "@accession/core/tenants/tenant-directory";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TestIngest, testIngest } from "./test-ingest.ts";

let database: TestDatabase;
let world: TestIngest;
beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 30 });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query(
    "truncate object_removal, receipt_history, receipt, instance, series, study_accession_number, study_link_history, study_link, study, outbox",
  );
  world = testIngest(database);
});

const key = (name: string, slug = "demo") => `tenants/${slug}/uploads/${name}`;

async function receipts(): Promise<unknown[]> {
  const { rows } = await database.owner.query(
    "select outcome, reason_code from receipt order by landed_at, object_key, version_id",
  );
  return rows;
}

async function one(sql: string): Promise<Record<string, unknown>> {
  const { rows } = await database.owner.query<Record<string, unknown>>(sql);
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
}

describe("ingesting", () => {
  it("files a study with its series and instances, one event for the batch and one hint", async () => {
    const study = ctStudy({
      seed: 1,
      slices: 5,
      size: 16,
      accessionNumber: "A-1",
      requestedAccessionNumbers: ["A-2"],
    });
    const objects = study.instances.map(({ name, bytes }) => world.objects.put(key(name), bytes));
    const report = await ingestObjects(world.worker(), objects);
    expect(report.outcomes).toEqual(new Map([["stored", 5]]));
    expect(await one("select * from study")).toMatchObject({
      study_instance_uid: study.studyInstanceUid,
      patient_name: "Phantom^Petra",
      arrival_version: 1,
      completed_version: 0,
      instance_count: 5,
      series_count: 1,
      quiet_after: new Date("2026-01-14T10:00:30Z"),
    });
    expect(
      await one(
        "select array_agg(accession_number order by accession_number) as numbers from study_accession_number",
      ),
    ).toEqual({
      numbers: ["A-1", "A-2"],
    });
    expect(world.publisher.published.map(({ envelope }) => envelope)).toMatchObject([
      {
        type: "study.updated",
        tenantId: database.demo.id,
        aggregateVersion: 1,
        meta: { correlationId: "event-1" },
        data: { instancesAdded: 5, instanceCount: 5, seriesCount: 1 },
      },
    ]);
    expect(world.hints.asked).toMatchObject([{ tenantId: database.demo.id, delaySeconds: 31 }]);
    expect(await one("select count(*)::int as n from outbox where published_at is null")).toEqual({ n: 0 });
  });

  it("shows stored files in dicom_metadata, to their tenant", async () => {
    await ingestObjects(world.worker(), [world.objects.put(key("a b+c%20ü.dcm"), smallInstance())]);
    expect(await one("select patient_id, modality, file_url from dicom_metadata")).toEqual({
      patient_id: "M-1",
      modality: "OT",
      file_url: "s3://uploads/tenants/demo/uploads/a b+c%20ü.dcm",
    });
  });

  it("gives one receipt for an event that comes three times: in one batch, later, and at the same time", async () => {
    const object = world.objects.put(key("a.dcm"), smallInstance());
    await ingestObjects(world.worker(), [object, { ...object }, { ...object }]);
    await ingestObjects(world.worker(), [{ ...object }]);
    const workers = Array.from({ length: 6 }, () => world.worker());
    await Promise.all(workers.map((worker) => ingestObjects(worker, [{ ...object }])));
    expect(await receipts()).toEqual([{ outcome: "stored", reason_code: null }]);
    expect(await one("select arrival_version, instance_count from study")).toEqual({
      arrival_version: 1,
      instance_count: 1,
    });
    expect(world.publisher.published).toHaveLength(1);
  });

  it("comes to the same when workers take overlapping batches of several studies at once", async () => {
    const objects = [11, 12, 13].flatMap((seed) =>
      ctStudy({ seed, slices: 12, size: 8 }).instances.map(({ name, bytes }) =>
        world.objects.put(key(`${seed}/${name}`), bytes),
      ),
    );
    const batches = [0, 5, 10, 15, 20].map((start) =>
      objects.slice(start).concat(objects.slice(0, 7)).reverse(),
    );
    const reports = await Promise.all(batches.map((batch) => ingestObjects(world.worker(), batch)));
    expect(reports.flatMap((report) => [...report.failures.values()])).toEqual([]);
    expect(await one("select count(*)::int as n from receipt where outcome = 'stored'")).toEqual({ n: 36 });
    expect(await one("select sum(instance_count)::int as n, count(*)::int as studies from study")).toEqual({
      n: 36,
      studies: 3,
    });
    const versions = await one("select sum(arrival_version)::int as n from study");
    expect(world.publisher.published).toHaveLength(Number(versions["n"]));
  });

  it("calls a second copy identical only with proof, tells other pixels from another header, and names what differs", async () => {
    const bytes = smallInstance();
    const changed = smallInstance(new Map([[0x00100020, ["LO", "M-2"]]]));
    const opaque = { opaqueEtag: true } as const;
    const objects = [
      world.objects.put(key("first.dcm"), bytes),
      world.objects.put(key("same-etag.dcm"), bytes),
      world.objects.put(key("same-checksum.dcm"), bytes, opaque),
      world.objects.put(key("no-proof.dcm"), bytes, { ...opaque, withoutChecksum: true }),
      world.objects.put(key("other-patient.dcm"), changed),
    ];
    await ingestObjects(world.worker(), objects);
    const { rows } = await database.owner.query("select outcome, evidence from receipt order by landed_at");
    expect(rows).toMatchObject([
      { outcome: "stored" },
      { outcome: "identical", evidence: { proof: "checksum" } },
      { outcome: "identical", evidence: { proof: "checksum" } },
      { outcome: "same-header", evidence: { proof: "header", differing: [] } },
      {
        outcome: "conflict",
        evidence: { proof: "header", differing: [{ tag: "00100020", keyword: "PatientID" }] },
      },
    ]);
    expect(await one("select count(*)::int as n, max(patient_id) as patient from study")).toEqual({
      n: 1,
      patient: "M-1",
    });
  });

  it("records what is no instance, and whose key is nobody's, and leaves nothing to retry", async () => {
    const gone = world.objects.put(key("gone.dcm"), smallInstance());
    world.objects.delete(gone);
    const objects = [
      world.objects.put(key("empty.dcm"), new Uint8Array(0)),
      world.objects.put(key("report.pdf"), Buffer.from("%PDF-1.7")),
      world.objects.put(key("cut.dcm"), smallInstance().subarray(0, -4)),
      world.objects.put(key("folder/"), new Uint8Array(0)),
      gone,
      world.objects.put(key("x.dcm", "nobody"), smallInstance()),
      world.objects.put(key("x.dcm", "No Body"), smallInstance()),
      world.objects.put("elsewhere/x.dcm", smallInstance()),
    ];
    const report = await ingestObjects(world.worker(), objects);
    expect(report.failures.size).toBe(0);
    const { rows } = await database.owner.query<{ reason: string }>(
      "select concat(tenant_id = $1, ' ', outcome, ' ', reason_code) as reason from receipt",
      [SYSTEM_TENANT_ID],
    );
    expect(rows.map((row) => row.reason).sort()).toEqual([
      "f ignored folder-marker",
      "f ignored object-gone",
      "f rejected empty",
      "f rejected pdf",
      "f rejected truncated",
      "t ignored outside-uploads",
      "t rejected malformed-tenant",
      "t rejected unknown-tenant",
    ]);
    const types = world.publisher.published.map(({ envelope }) => envelope.type);
    expect(types).toEqual(Array(5).fill("object.rejected"));
  });

  it("takes texts that a database would refuse: NULs, half characters, endless identifiers", async () => {
    const bytes = smallInstance(
      new Map([
        [0x00100020, ["LO", `A\0B${"x".repeat(60_000)}`]],
        [0x00100010, ["PN", `${"y".repeat(255)}😀`]],
      ]),
    );
    const report = await ingestObjects(world.worker(), [world.objects.put(key("nul\0.dcm"), bytes)]);
    expect([...report.failures.values()]).toEqual([]);
    expect(await one("select left(patient_id, 3) as id, length(patient_id) as length from study")).toEqual({
      id: "ABx",
      length: 255,
    });
  });

  it("fails only the objects that could not be read, and takes them the next time", async () => {
    const [first, second] = ctStudy({ seed: 5, slices: 2, size: 8 }).instances.map(({ name, bytes }) =>
      world.objects.put(key(name), bytes),
    );
    if (first === undefined || second === undefined) throw new Error("two slices were asked for");
    world.objects.failReads(1);
    const report = await ingestObjects(world.worker(), [first, second]);
    expect([...report.failures.keys()]).toEqual([first]);
    expect(await receipts()).toHaveLength(1);
    expect((await ingestObjects(world.worker(), [first])).failures.size).toBe(0);
    expect(await one("select arrival_version, instance_count from study")).toEqual({
      arrival_version: 2,
      instance_count: 2,
    });
  });

  it("keeps tenants apart: the same file for two of them is stored twice", async () => {
    const objects = ["demo", "other"].map((slug) => world.objects.put(key("a.dcm", slug), smallInstance()));
    await ingestObjects(world.worker(), objects);
    expect(await one("select count(distinct tenant_id)::int as n from instance")).toEqual({ n: 2 });
  });
});
