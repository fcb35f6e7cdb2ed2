/** Whatever order, batches and repetitions deliveries come in, also at the same time, the receipts are the same. */
import { type IngestReport, ingestObjects } from "@accession/core/ingestion/ingest-objects";
import { recordRemovals } from "@accession/core/ingestion/record-removals";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import type { DataSetContent } from "@accession/testing/dicom/encode-element";
import { smallInstance } from "@accession/testing/dicom/mutants";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresRemovalStore } from "./postgres-removal-store.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { type TestIngest, testIngest } from "./test-ingest.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 30 });
});
afterAll(() => database[Symbol.asyncDispose]());

/** Versions of one instance that come to every outcome when they meet, and one that is in another study altogether. */
const VARIANTS: readonly DataSetContent[] = [
  new Map(),
  new Map([[0x7fe00010, ["OW", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)]]]),
  new Map([[0x7fe00010, ["OW", new Uint8Array(16)]]]),
  new Map([[0x00100020, ["LO", "M-2"]]]),
  new Map([[0x0020000e, ["UI", "2.25.1099"]]]),
  new Map([
    [0x0020000d, ["UI", "2.25.1098"]],
    [0x0020000e, ["UI", "2.25.1097"]],
  ]),
];

interface Upload {
  readonly uid: string;
  readonly variant: number;
  readonly key: string;
  /** Several land in the same second. */
  readonly second: number;
  readonly opaqueEtag: boolean;
  readonly withoutChecksum: boolean;
  readonly kind: "instance" | "damaged";
  /** Removed after it was read, removed before anybody read it, or there. */
  readonly gone: "read" | "unread" | "no";
}

/** An event of an upload, by its index: that it landed, or that it is gone, if it is. */
interface Delivery {
  readonly index: number;
  readonly of: "landing" | "removal";
}

/** Batches that are worked on at the same time, one such group after the other. */
type Schedule = ReadonlyArray<ReadonlyArray<readonly Delivery[]>>;

const uploads = fc.array(
  fc.record<Upload>({
    uid: fc.constantFrom("2.25.2001", "2.25.2002"),
    variant: fc.nat(VARIANTS.length - 1),
    key: fc.constantFrom("a", "b", "c"),
    second: fc.nat(2),
    opaqueEtag: fc.boolean(),
    withoutChecksum: fc.boolean(),
    kind: fc.constantFrom("instance", "instance", "instance", "damaged"),
    gone: fc.constantFrom("no", "no", "no", "read", "unread"),
  }),
  { minLength: 2, maxLength: 7 },
);
const delivery = fc.record<Delivery>({
  index: fc.nat(6),
  of: fc.constantFrom("landing", "landing", "removal"),
});
const schedule = fc.array(fc.array(fc.array(delivery, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), {
  maxLength: 5,
});
const landings = (...indices: number[]) => indices.map((index) => ({ index, of: "landing" }) as const);

function put(world: TestIngest, all: readonly Upload[]): UploadedObject[] {
  return all.map(({ uid, variant, key, second, kind, opaqueEtag, withoutChecksum, gone }) => {
    const bytes = smallInstance(new Map([...(VARIANTS[variant] ?? []), [0x00080018, ["UI", uid]]]));
    const object = world.objects.put(
      `tenants/demo/uploads/${key}`,
      kind === "damaged" ? bytes.subarray(0, -4) : bytes,
      { ...(opaqueEtag && { opaqueEtag }), ...(withoutChecksum && { withoutChecksum }) },
    );
    if (gone === "unread") world.objects.delete(object);
    return { ...object, landedAt: new Date(Date.UTC(2026, 0, 14, 10, 0, second)) };
  });
}

/** All that a delivery order could leave different, without the ids, times and messages that are drawn or counted. */
async function outcome(all: readonly Upload[], deliveries: Schedule): Promise<unknown> {
  await database.owner.query(
    "truncate object_removal, receipt_history, receipt, instance, series, study_accession_number, study_link_history, study_link, study, outbox",
  );
  const world = testIngest(database);
  const objects = put(world, all);
  const deliver = async (batch: readonly UploadedObject[]): Promise<void> => {
    let left: readonly UploadedObject[] = batch.map((object) => ({ ...object }));
    // A batch that loses all its races comes again, as its messages would.
    for (let receive = 0; left.length > 0; receive++) {
      if (receive === 5) throw new Error("dead letters");
      const report: IngestReport = await ingestObjects(world.worker(), left);
      left = [...report.failures.keys()];
    }
  };
  const removalPool = database.appPool();
  const remove = (batch: readonly UploadedObject[]) =>
    recordRemovals(
      { tenants: world.worker().tenants, removals: postgresRemovalStore(removalPool) },
      batch.map((object) => ({
        ...object,
        removedAt: new Date(object.landedAt.getTime() + 60_000),
        removedAs: object.key.endsWith("a") ? "removed" : "expired",
      })),
    );
  for (const together of deliveries) {
    const work = together.flatMap((batch) => {
      const of = (kind: Delivery["of"]) =>
        batch.filter((one) => one.of === kind).map(({ index }) => index % objects.length);
      const isGone = (index: number) => all[index]?.gone !== "no";
      return [
        deliver(of("landing").flatMap((index) => objects[index] ?? [])),
        ...of("removal")
          .filter(isGone)
          .map((index) => remove(objects.slice(index, index + 1))),
      ];
    });
    await Promise.all(work);
  }
  await deliver(objects);
  for (const [index, object] of objects.entries()) if (all[index]?.gone !== "no") await remove([object]);
  await world.close();
  await removalPool.end();
  const { rows } = await database.owner.query<{ state: unknown }>(STATE);
  return rows[0]?.state;
}

const STATE = `select json_build_object(
  'receipts', (select json_agg(row_to_json(r) order by r.object_key, r.version_id) from (
    select r.object_key, r.version_id, r.outcome, r.reason_code, r.evidence, r.checksum, r.etag, r.byte_count, r.landed_at, r.gone_at, r.gone_as,
      r.sop_instance_uid, s.study_instance_uid, i.sop_instance_uid as instance_uid, i.receipt_id = r.id as is_first
    from receipt r left join study s on s.id = r.study_id left join instance i on i.id = r.instance_id) r),
  'instances', (select json_agg(row_to_json(i) order by i.sop_instance_uid) from (
    select i.sop_instance_uid, i.object_key, i.version_id, i.byte_count, i.attributes, i.file_gone_at, s.study_instance_uid,
      e.series_instance_uid
    from instance i join study s on s.id = i.study_id join series e on e.id = i.series_id) i),
  'series', (select json_agg(row_to_json(e) order by e.series_instance_uid) from (
    select series_instance_uid, instance_count from series) e),
  'studies', (select json_agg(row_to_json(s) order by s.study_instance_uid) from (
    select study_instance_uid, series_count, instance_count, byte_count from study where instance_count > 0) s)
) as state`;

describe("deliveries", () => {
  it("end in the same receipts, instances and counters in every order, split, repeated, late and at once", async () => {
    await fc.assert(
      fc.asyncProperty(uploads, schedule, async (all, deliveries) => {
        expect(await outcome(all, deliveries)).toEqual(await outcome(all, []));
      }),
      { numRuns: 15 },
    );
  }, 180_000);

  it("keep what a receipt said before, and tell of each rejection once", async () => {
    const upload = {
      key: "a",
      opaqueEtag: false,
      withoutChecksum: false,
      kind: "instance",
      gone: "no",
    } as const;
    await outcome(
      [
        { ...upload, uid: "2.25.2001", variant: 0, second: 0 },
        { ...upload, uid: "2.25.2001", variant: 3, second: 1 },
        { ...upload, uid: "2.25.2002", variant: 0, second: 1, kind: "damaged" },
      ],
      [[landings(1, 2)], [landings(0)], [landings(2)]],
    );
    const { rows } = await database.owner.query(
      `select r.outcome, h.outcome as before, h.number, h.correlation_id from receipt r
       left join receipt_history h on h.receipt_id = r.id order by r.version_id`,
    );
    expect(rows).toEqual([
      { outcome: "stored", before: null, number: null, correlation_id: null },
      { outcome: "conflict", before: "stored", number: 1, correlation_id: "event-1" },
      { outcome: "rejected", before: null, number: null, correlation_id: null },
    ]);
    const events = await database.owner.query(
      "select type, count(*)::int as n from outbox group by 1 order by 1",
    );
    expect(events.rows).toEqual([
      { type: "object.rejected", n: 1 },
      { type: "study.updated", n: 2 },
    ]);
  });
});
