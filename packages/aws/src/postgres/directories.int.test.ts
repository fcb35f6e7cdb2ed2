import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { Page } from "@accession/core/paging";
import { sweepQuietStudies } from "@accession/core/studies/sweep-quiet-studies";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { smallInstance } from "@accession/testing/dicom/mutants";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresReceiptDirectory } from "./postgres-receipt-directory.ts";
import { postgresStudyDirectory } from "./postgres-study-directory.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TestIngest, testIngest } from "./test-ingest.ts";

let database: TestDatabase;
let world: TestIngest;
beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 30 });
  world = testIngest(database);
  for (const [seed, options] of [
    [1, { patientId: "P-1", accessionNumber: "A-1", issuer: "RIS" }],
    [2, { patientId: "P-2", requestedAccessionNumbers: ["A-1", "A-2"], modality: "MR" }],
    [3, { patientId: "P-1", patientName: "Yamada^Tarou=山田^太郎=やまだ^たろう" }],
  ] as const) {
    const study = ctStudy({ seed, slices: 3, size: 8, ...options });
    const objects = study.instances.map(({ name, bytes }) =>
      world.objects.put(`tenants/demo/uploads/${seed}/${name}`, bytes),
    );
    await ingestObjects(world.worker(), objects);
    world.clock.advance(20);
  }
  // The first two were quiet for long enough.
  world.clock.advance(-5);
  await sweepQuietStudies(world.worker(), "test");
  await ingestObjects(world.worker(), [
    world.objects.put("tenants/demo/uploads/report.pdf", Buffer.from("%PDF-1.4")),
    world.objects.put("tenants/other/uploads/a.dcm", smallInstance()),
  ]);
});
afterAll(() => database[Symbol.asyncDispose]());

async function all<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}

describe("searching studies", () => {
  const search = async (wanted: object) => {
    const page = await postgresStudyDirectory(database.appPool()).search(database.demo.id, {
      limit: 50,
      ...wanted,
    });
    return page.items.map((study) => study.patientId).sort();
  };

  it("finds by each attribute, and by all together", async () => {
    expect(await search({})).toEqual(["P-1", "P-1", "P-2"]);
    expect(await search({ patientId: "P-1" })).toEqual(["P-1", "P-1"]);
    expect(await search({ accessionNumber: "A-1" })).toEqual(["P-1", "P-2"]);
    expect(await search({ accessionNumber: "A-2" })).toEqual(["P-2"]);
    expect(await search({ modality: "MR" })).toEqual(["P-2"]);
    expect(await search({ state: "complete" })).toEqual(["P-1", "P-2"]);
    expect(await search({ state: "arriving" })).toEqual(["P-1"]);
    expect(await search({ studyDateFrom: "20260114", studyDateTo: "20260114" })).toHaveLength(3);
    expect(await search({ studyDateFrom: "20260115" })).toEqual([]);
    expect(await search({ patientId: "P-2", modality: "CT" })).toEqual([]);
  });

  it("finds by how a name begins, whatever its case, accents and signs", async () => {
    for (const patientName of ["YAMADA", "yamada ta", "Yamada, T", "山田", "やまだ^た", "ÿãm", "yamada^"]) {
      expect([patientName, await search({ patientName })]).toEqual([patientName, ["P-1"]]);
    }
    for (const patientName of ["tarou", "yamad^", "yamada^tarou^x", "山^", "%", "_a"]) {
      expect([patientName, await search({ patientName })]).toEqual([patientName, []]);
    }
  });

  it("goes through all pages without loss or repetition", async () => {
    const studies = postgresStudyDirectory(database.appPool());
    const found = await all((cursor) => studies.search(database.demo.id, { limit: 1, cursor }));
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
  });

  it("shows a study with its numbers, series and instances, page by page, to its tenant only", async () => {
    const studies = postgresStudyDirectory(database.appPool());
    const [found] = (
      await studies.search(database.demo.id, { limit: 1, accessionNumber: "A-1", patientId: "P-1" })
    ).items;
    expect(found).toMatchObject({
      modalities: ["CT"],
      accessionNumbers: [{ value: "A-1", issuer: "RIS" }],
      state: "complete",
      version: 1,
      instanceCount: 3,
    });
    const id = found?.id ?? "";
    const got = await studies.get(database.demo.id, id);
    expect(got?.series).toMatchObject([{ modality: "CT", instanceCount: 3 }]);
    const instances = await all((cursor) => studies.instances(database.demo.id, id, { limit: 2, cursor }));
    expect(instances.map(({ instanceNumber }) => instanceNumber).sort()).toEqual(["1", "2", "3"]);
    expect(await studies.get(database.other.id, id)).toBeUndefined();
    expect((await studies.instances(database.other.id, id, { limit: 2 })).items).toEqual([]);
  });

  it("refuses cursors that it did not make", async () => {
    const studies = postgresStudyDirectory(database.appPool());
    const cursors = ["x", "", Buffer.from("' or true --").toString("base64url")];
    for (const cursor of cursors) {
      await expect(studies.search(database.demo.id, { limit: 1, cursor })).rejects.toThrow(InvalidCursor);
    }
  });
});

it("gets a receipt of the tenant, and of no other", async () => {
  const receipts = postgresReceiptDirectory(database.appPool());
  const [listed] = (await receipts.list(database.demo.id, { limit: 1 })).items;
  expect(await receipts.get(database.demo.id, listed?.id ?? "")).toEqual(listed);
  expect(await receipts.get(database.other.id, listed?.id ?? "")).toBeUndefined();
});

describe("listing receipts", () => {
  it("lists the newest first, by outcome, study and time, page by page", async () => {
    const receipts = postgresReceiptDirectory(database.appPool());
    const everything = await all((cursor) => receipts.list(database.demo.id, { limit: 4, cursor }));
    expect(everything).toHaveLength(10);
    expect(everything[0]).toMatchObject({
      outcome: "rejected",
      reason: { code: "pdf" },
      failureStatus: 0xc000,
      key: "tenants/demo/uploads/report.pdf",
    });
    const times = everything.map(({ receivedAt }) => receivedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(everything.map(({ id }) => id)).size).toBe(10);

    const rejected = await receipts.list(database.demo.id, { limit: 50, outcome: "rejected" });
    expect(rejected.items).toHaveLength(1);
    const studyId = everything[1]?.studyId;
    const ofStudy = await receipts.list(database.demo.id, { limit: 50, studyId });
    expect(ofStudy.items).toHaveLength(3);
    const since = await receipts.list(database.demo.id, { limit: 50, since: everything[0]?.receivedAt });
    expect(since.items).toHaveLength(1);
    expect((await receipts.list(database.other.id, { limit: 50 })).items).toHaveLength(1);
  });

  it("refuses cursors that it did not make", async () => {
    const receipts = postgresReceiptDirectory(database.appPool());
    await expect(receipts.list(database.demo.id, { limit: 1, cursor: "MTIz" })).rejects.toThrow(
      InvalidCursor,
    );
  });
});
