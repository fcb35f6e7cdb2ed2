import { randomUUID } from "node:crypto";
import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import type { ObjectVersion } from "@accession/core/ingestion/object-reader";
import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { type RetentionContext, sweepRetention } from "@accession/core/retention/sweep-retention";
import { sweepQuietStudies } from "@accession/core/studies/sweep-quiet-studies";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { postgresRemovalStore } from "../postgres/postgres-removal-store.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { type TestIngest, testIngest } from "../postgres/test-ingest.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { postgresRetentionStore } from "./postgres-retention-store.ts";
import { retireStudy } from "./retire-study.ts";

const DAY_S = 86_400;
const NEXT_RUN_S = 900;
let database: TestDatabase;
let world: TestIngest;
let deleted: ObjectVersion[];
let refuses: (version: ObjectVersion) => boolean;
beforeAll(async () => {
  database = await testDatabase({ quietPeriodSeconds: 30 });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query(
    "truncate receipt, study, expected_procedure, object_removal, version_expiry, outbox cascade",
  );
  await keepFor("demo", 30);
  await keepFor("other", null);
  world = testIngest(database);
  deleted = [];
  refuses = () => false;
});

const keepFor = (slug: string, days: number | null) =>
  database.owner.query("update tenant set retention_days = $2 where slug = $1", [slug, days]);

/** A study of two slices and a file that is none, complete. */
async function land(slug = "demo", accessionNumber = "A-1"): Promise<readonly UploadedObject[]> {
  const { instances } = ctStudy({
    seed: Math.ceil(Math.random() * 1e9),
    slices: 2,
    size: 8,
    accessionNumber,
  });
  const folder = `tenants/${slug}/uploads/${randomUUID()}`;
  const objects = [
    ...instances.map(({ name, bytes }) => world.objects.put(`${folder}/${name}`, bytes)),
    world.objects.put(`${folder}/report.pdf`, Buffer.from("%PDF-1.4")),
  ];
  await ingestObjects(world.worker(), objects);
  world.clock.advance(31);
  await sweepQuietStudies(world.worker(), "test");
  return objects;
}

const sweep = (over: Partial<RetentionContext> = {}) => {
  const pool = database.appPool();
  return sweepRetention(
    {
      retention: postgresRetentionStore(pool),
      removals: postgresRemovalStore(pool),
      clock: world.clock,
      remover: {
        remove: async (versions) => {
          deleted.push(...versions.filter((version) => !refuses(version)));
          return versions.filter(refuses);
        },
      },
      ...over,
    },
    "sweep",
  );
};
const ends = async () => {
  const { rows } = await database.owner.query<{ end: string; count: number }>(
    "select coalesce(gone_as, 'present') as end, count(*)::int from receipt group by 1 order by 1",
  );
  return Object.fromEntries(rows.map(({ end, count }) => [end, count]));
};
/** Whether somebody waits for a lock in this database. */
const isBlocked = async () => {
  const { rows } = await database.owner.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
};
const versionsOf = (objects: readonly ObjectVersion[]) =>
  objects.map(({ versionId }) => versionId).toSorted();

describe("retention", () => {
  it("deletes what is older than the tenant says, and lets receipts and index say so, once", async () => {
    const objects = await land();
    world.clock.advance(29 * DAY_S);
    expect(await sweep()).toEqual({ expired: 0, failed: 0 });
    world.clock.advance(2 * DAY_S);
    expect(await sweep()).toEqual({ expired: 3, failed: 0 });
    expect(versionsOf(deleted)).toEqual(versionsOf(objects));
    expect(await ends()).toEqual({ expired: 3 });
    const { rows } = await database.owner.query("select distinct file_url from dicom_metadata");
    expect(rows).toEqual([{ file_url: null }]);
    expect(await sweep()).toEqual({ expired: 0, failed: 0 });
  });

  it("keeps for ever what no tenant limits, and touches no other tenant", async () => {
    await land("other");
    await land();
    world.clock.advance(1000 * DAY_S);
    expect((await sweep()).expired).toBe(3);
    expect(deleted.every(({ key }) => key.startsWith("tenants/demo/"))).toBe(true);
    expect(await ends()).toEqual({ expired: 3, present: 3 });
  });

  it("keeps a study together: the last file counts, and nothing goes while more arrives", async () => {
    const { instances } = ctStudy({ seed: 5, slices: 2, size: 8 });
    const put = (index: number) =>
      world.objects.put(`tenants/demo/uploads/late/${index}`, instances[index]?.bytes ?? Buffer.alloc(0));
    await ingestObjects(world.worker(), [put(0)]);
    world.clock.advance(31 * DAY_S);
    expect((await sweep()).expired).toBe(0);
    await sweepQuietStudies(world.worker(), "test");
    await ingestObjects(world.worker(), [put(1)]);
    world.clock.advance(60);
    await sweepQuietStudies(world.worker(), "test");
    expect((await sweep()).expired).toBe(0);
    world.clock.advance(31 * DAY_S);
    expect((await sweep()).expired).toBe(2);
  });

  it.each([
    ["is a candidate", "proposed", "waiting", undefined, "B-9"],
    ["fulfils an order that has not gone on", "linked", "linked", undefined, "B-9"],
    ["fulfilled one a short time ago", "linked", "linked", 29, "B-9"],
    ["carries the number of one that waits", undefined, "waiting", undefined, "A-1"],
  ])("keeps a study that %s", async (_name, status, state, fulfilledDaysAgo, number) => {
    await land();
    world.clock.advance(100 * DAY_S);
    const procedure = await expectProcedure(state, fulfilledDaysAgo, number);
    if (status !== undefined) await link(procedure, status);
    expect((await sweep()).expired).toBe(1);
    expect(deleted.map(({ key }) => key)).toEqual([expect.stringContaining("report.pdf")]);
  });

  it.each([
    ["fulfilled an order long ago", "linked", "linked", 31],
    ["was turned down", "unlinked", "waiting", undefined],
    ["belonged to an order that was cancelled", "withdrawn", "cancelled", undefined],
  ])("lets a study go that %s", async (_name, status, state, fulfilledDaysAgo) => {
    await land();
    world.clock.advance(100 * DAY_S);
    await link(await expectProcedure(state, fulfilledDaysAgo, "B-9"), status);
    expect((await sweep()).expired).toBe(3);
  });
});

describe("a study that retention took", () => {
  const studyRow = async () => {
    const { rows } = await database.owner.query<{ id: string; retired: boolean; versions: number }>(
      "select id, retired_at is not null as retired, arrival_version - completed_version as versions from study",
    );
    return rows[0];
  };

  it("comes back with the first file that comes back, is told again, and goes with it", async () => {
    const [slice] = await land();
    if (slice === undefined) throw new Error("nothing landed");
    world.clock.advance(31 * DAY_S);
    await sweep();
    expect(await studyRow()).toMatchObject({ retired: true, versions: 0 });
    world.clock.advance(DAY_S);
    const bytes = await world.objects.open(slice).read(0, slice.size);
    await ingestObjects(world.worker(), [world.objects.put(slice.key, bytes)]);
    expect(await studyRow()).toMatchObject({ retired: false, versions: 1 });
    world.clock.advance(31);
    expect(await sweepQuietStudies(world.worker(), "test")).toBe(1);
    world.clock.advance(29 * DAY_S);
    expect((await sweep()).expired).toBe(0);
    world.clock.advance(2 * DAY_S);
    expect((await sweep()).expired).toBe(1);
    expect(await studyRow()).toMatchObject({ retired: true });
  });

  it("comes back too with a file that is recorded while it is taken", async () => {
    const [slice] = await land();
    if (slice === undefined) throw new Error("nothing landed");
    world.clock.advance(31 * DAY_S);
    const now = world.clock.now();
    const due = { landed: new Date(now.getTime() - 30 * DAY_S * 1000), fulfilled: now };
    const studyId = (await studyRow())?.id ?? "";
    const bytes = await world.objects.open(slice).read(0, slice.size);
    const recorded = await withTenant(database.appPool(), database.demo.id, async (transaction) => {
      const tenantId = database.demo.id;
      expect(await retireStudy(transaction, { tenantId, studyId, due, now })).toBe(2);
      const ingested = ingestObjects(world.worker(), [world.objects.put(slice.key, bytes)]);
      const isDone = ingested.then(() => true);
      // It is over, or waits for this transaction.
      while (!(await Promise.race([isDone, isBlocked()])));
      return { ingested };
    });
    expect((await recorded.ingested).failures.size).toBe(0);
    expect(await studyRow()).toMatchObject({ retired: false, versions: 1 });
  }, 60_000);

  it("goes in one run, however many versions it has", async () => {
    await land();
    await database.owner.query(
      `insert into receipt (tenant_id, id, bucket, object_key, version_id, byte_count, landed_at, received_at, outcome,
         study_id, instance_id, correlation_id)
       select r.tenant_id, gen_random_uuid(), r.bucket, r.object_key, 'copy-' || n, 1, r.landed_at, r.received_at,
         'identical', r.study_id, r.instance_id, 'test'
       from (select * from receipt where outcome = 'stored' limit 1) r, generate_series(1, 1200) n`,
    );
    world.clock.advance(31 * DAY_S);
    expect((await sweep()).expired).toBe(1203);
    expect(await ends()).toEqual({ expired: 1203 });
  });
});

describe("a run that does not come to its end", () => {
  it("is finished by the next, whether the versions were deleted or not", async () => {
    const objects = await land();
    world.clock.advance(31 * DAY_S);
    const dies = sweep({ remover: { remove: () => Promise.reject(new Error("killed")) } });
    await expect(dies).rejects.toThrow("killed");
    expect(await ends()).toEqual({ present: 3 });
    world.clock.advance(NEXT_RUN_S);
    expect((await sweep()).expired).toBe(3);
    expect(versionsOf(deleted)).toEqual(versionsOf(objects));
    expect(await ends()).toEqual({ expired: 3 });
  });

  it("leaves the event of S3 to say that the version expired, not that somebody removed it", async () => {
    const [object] = await land();
    if (object === undefined) throw new Error("nothing landed");
    world.clock.advance(31 * DAY_S);
    const dies = sweep({ remover: { remove: () => Promise.reject(new Error("killed")) } });
    await expect(dies).rejects.toThrow("killed");
    const event = { ...object, removedAt: world.clock.now(), removedAs: "removed" as const };
    await postgresRemovalStore(database.appPool()).record(database.demo.id, [event]);
    expect(await ends()).toEqual({ expired: 1, present: 2 });
  });

  it("says what could not be deleted, and tries it again", async () => {
    await land();
    world.clock.advance(31 * DAY_S);
    refuses = ({ key }) => key.endsWith(".pdf");
    expect(await sweep()).toEqual({ expired: 2, failed: 1 });
    expect(await ends()).toEqual({ expired: 2, present: 1 });
    refuses = () => false;
    world.clock.advance(NEXT_RUN_S);
    expect(await sweep()).toEqual({ expired: 1, failed: 0 });
  });
});

const dies = () =>
  expect(sweep({ remover: { remove: () => Promise.reject(new Error("killed")) } })).rejects.toThrow("killed");

describe("what was decided and not done", () => {
  it("is kept when an order came to need it meanwhile, until it does no more", async () => {
    await land();
    world.clock.advance(31 * DAY_S);
    await dies();
    await expectProcedure("waiting", undefined, "A-1");
    world.clock.advance(NEXT_RUN_S);
    expect((await sweep()).expired).toBe(1);
    expect(deleted.map(({ key }) => key)).toEqual([expect.stringContaining("report.pdf")]);
    expect(await sweepQuietStudies(world.worker(), "test")).toBe(1);
    await database.owner.query("update expected_procedure set state = 'cancelled'");
    expect((await sweep()).expired).toBe(2);
    expect(await ends()).toEqual({ expired: 3 });
  });

  it("is done all the same when a part of the study is gone", async () => {
    const [slice] = await land();
    world.clock.advance(31 * DAY_S);
    refuses = ({ key }) => key === slice?.key;
    expect(await sweep()).toEqual({ expired: 2, failed: 1 });
    await expectProcedure("waiting", undefined, "A-1");
    world.clock.advance(NEXT_RUN_S);
    refuses = () => false;
    expect((await sweep()).expired).toBe(1);
  });

  it("is kept when the tenant keeps for longer now", async () => {
    await land();
    world.clock.advance(31 * DAY_S);
    await dies();
    await keepFor("demo", 60);
    world.clock.advance(NEXT_RUN_S);
    expect((await sweep()).expired).toBe(1);
    await sweepQuietStudies(world.worker(), "test");
    world.clock.advance(30 * DAY_S);
    expect((await sweep()).expired).toBe(2);
  });

  it("goes behind the others when it cannot be deleted", async () => {
    await land();
    world.clock.advance(31 * DAY_S);
    const store = postgresRetentionStore(database.appPool());
    const tried = new Set<string>();
    for (let run = 0; run < 3; run++) {
      const now = world.clock.now();
      const due = { landed: new Date(now.getTime() - 30 * DAY_S * 1000), fulfilled: now };
      const versions = await store.decide(database.demo.id, due, { now, since: now, atMost: 2 });
      for (const { key } of versions) tried.add(key);
      world.clock.advance(900);
      await store.putBack(database.demo.id, versions, world.clock.now());
    }
    expect(tried.size).toBe(3);
  });

  it("holds up no other tenant", async () => {
    await keepFor("other", 30);
    for (const failing of ["demo", "other"]) {
      await land();
      await land("other");
      world.clock.advance(31 * DAY_S);
      const remove = (versions: readonly ObjectVersion[]) =>
        versions.some(({ key }) => key.startsWith(`tenants/${failing}/`))
          ? Promise.reject(new Error("denied"))
          : Promise.resolve([]);
      await expect(sweep({ remover: { remove } })).rejects.toThrow("denied");
    }
    expect(await ends()).toEqual({ expired: 9, present: 3 });
  });
});

async function expectProcedure(
  state: string,
  fulfilledDaysAgo: number | undefined,
  number: string,
): Promise<string> {
  const id = randomUUID();
  const now = world.clock.now();
  const fulfilled = fulfilledDaysAgo && new Date(now.getTime() - fulfilledDaysAgo * DAY_S * 1000);
  await database.owner.query(
    `insert into expected_procedure (tenant_id, id, order_id, line, accession_number, state, deadline_at, attempt,
       created_at, updated_at, fulfilled_at)
     values ($1, $2, $3, 1, $4, $5, $6, 1, $6, $6, $7)`,
    [database.demo.id, id, randomUUID(), number, state, now, fulfilled],
  );
  return id;
}

async function link(procedureId: string, status: string): Promise<void> {
  await database.owner.query(
    `insert into study_link (tenant_id, id, study_id, procedure_id, study_version, status, grade, actor, created_at,
       updated_at)
     select s.tenant_id, gen_random_uuid(), s.id, $1, 1, $2, 'matched', 'test', now(), now() from study s`,
    [procedureId, status],
  );
}
