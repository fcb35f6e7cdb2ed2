import { randomUUID } from "node:crypto";
import type { DueBefore } from "@accession/core/retention/sweep-retention";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { postgresStudyLinking } from "../matching/postgres-study-linking.ts";
import { postgresWorklist } from "../matching/postgres-worklist.ts";
import {
  type MatchingWorker,
  META,
  studyWait,
  type TestMatching,
  testMatching,
} from "../matching/test-matching.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { postgresRetentionStore } from "./postgres-retention-store.ts";
import { retireStudy } from "./retire-study.ts";

const ROUNDS = 40;
const DAY_S = 86_400;

let database: TestDatabase;
let world: TestMatching;
let worker: MatchingWorker;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query("truncate study, expected_procedure, receipt, version_expiry, outbox cascade");
  world = testMatching(database);
  worker = world.worker();
});

/** A study with a file, complete and old. */
async function oldStudy(number: string): Promise<string> {
  const studyId = randomUUID();
  await world.arrive({ studyId, patientId: "4711", numbers: [[number, "RIS"]] });
  await worker.complete(studyId);
  await database.owner.query(
    `with arrived as (
       insert into receipt (tenant_id, id, bucket, object_key, version_id, byte_count, landed_at, received_at, outcome,
         sop_instance_uid, study_id, instance_id, correlation_id)
       values ($1, $2, 'uploads', $3::uuid::text, 'v', 1, $4, $4, 'stored', $3::uuid::text, $3::uuid, $5, 'test')
       returning *)
     insert into instance (tenant_id, id, study_id, series_id, receipt_id, sop_instance_uid, sop_class_uid,
       transfer_syntax_uid, bucket, object_key, version_id, byte_count, attributes, stored_at)
     select a.tenant_id, a.instance_id, a.study_id, s.id, a.id, a.sop_instance_uid, '1.2', '1.2', a.bucket, a.object_key,
       a.version_id, a.byte_count, '{}', a.received_at
     from arrived a join series s on s.tenant_id = a.tenant_id and s.study_id = a.study_id`,
    [world.tenantId, randomUUID(), studyId, world.clock.now(), randomUUID()],
  );
  return studyId;
}

function dueNow(): DueBefore {
  const now = world.clock.now();
  return {
    landed: new Date(now.getTime() - DAY_S * 1000),
    fulfilled: new Date(now.getTime() - DAY_S * 1000),
  };
}

async function take(): Promise<readonly string[]> {
  const now = world.clock.now();
  const store = postgresRetentionStore(database.appPool());
  const options = { now, since: now, atMost: 250 };
  return (await store.decide(world.tenantId, dueNow(), options)).map(({ key }) => key);
}

const linking = () =>
  postgresStudyLinking(database.appPool(), {
    ids: { next: () => randomUUID() },
    clock: world.clock,
    homeRegion: "eu-central-1",
  });

/** Studies that an order counts on, and those whose files go. */
async function ends() {
  const linked = await world.query<{ study_id: string }>(
    "select study_id from study_link where status = 'linked'",
  );
  const going = await world.query<{ object_key: string }>("select object_key from version_expiry");
  return {
    linked: new Set(linked.map((row) => row.study_id)),
    going: new Set(going.map((row) => row.object_key)),
  };
}

/** Rounds of a study, and of somebody who needs it: in turn before, after and at the time at which retention takes it. */
async function race(need: (studyId: string, number: string) => Promise<unknown>) {
  const pool = database.appPool();
  for (let round = 0; round < ROUNDS; round++) {
    const number = `R${round}`;
    const studyId = await oldStudy(number);
    world.clock.advance(2 * DAY_S);
    const study = { tenantId: world.tenantId, studyId, due: dueNow(), now: world.clock.now() };
    const retire = () => withTenant(pool, world.tenantId, (transaction) => retireStudy(transaction, study));
    if (round === 0) await need(studyId, number).then(retire);
    else if (round === 1) await retire().then(() => need(studyId, number));
    else
      await Promise.all(
        round % 2 === 0 ? [retire(), need(studyId, number)] : [need(studyId, number), retire()],
      );
  }
  return await ends();
}

describe("a study that is due, and an order that comes at the same time", () => {
  it(`go the way of one of them, ${ROUNDS} times`, async () => {
    const { linked, going } = await race((_, number) =>
      worker.waits.register(studyWait(world.tenantId, randomUUID(), [number])),
    );
    expect(linked.size + going.size).toBe(ROUNDS);
    expect([...linked].filter((studyId) => going.has(studyId))).toEqual([]);
    // The first two rounds see to it.
    expect(linked.size).toBeGreaterThan(0);
    expect(going.size).toBeGreaterThan(0);
  }, 120_000);

  it(`do so when a person links it to another number's order, ${ROUNDS} times`, async () => {
    const orderId = randomUUID();
    await worker.waits.register(studyWait(world.tenantId, orderId, ["OTHER"]));
    const hands = linking();
    const codes = new Set<unknown>();
    const { linked, going } = await race((studyId) =>
      hands
        .link({
          ...{ tenantId: world.tenantId, studyId, orderId, line: 1 },
          note: "by the report",
          requestKey: randomUUID(),
          meta: { ...META, actor: "user-7" },
        })
        .catch((error: { code?: unknown }) => codes.add(error.code)),
    );
    expect(linked.size + going.size).toBe(ROUNDS);
    expect([...linked].filter((studyId) => going.has(studyId))).toEqual([]);
    expect([...codes]).toEqual(["study.retired"]);
  }, 120_000);
});

describe("a retired study", () => {
  it("is no candidate, is not on the worklist, and keeps the orders that it fulfilled", async () => {
    const before = randomUUID();
    const studyId = await oldStudy("A-1");
    await worker.waits.register(studyWait(world.tenantId, before, ["A-1"]));
    await worker.waits.settle(world.tenantId, before);
    const unlinked = await oldStudy("B-1");
    world.clock.advance(40 * DAY_S);
    expect((await take()).toSorted()).toEqual([studyId, unlinked].toSorted());

    const after = randomUUID();
    expect(await worker.waits.register(studyWait(world.tenantId, after, ["A-1", "B-1"]))).toBe("waiting");
    expect(await world.query("select from study_link")).toHaveLength(1);
    expect(await worker.waits.settle(world.tenantId, before)).toBe("linked");
    const list = await postgresWorklist(database.appPool()).studies(world.tenantId, { limit: 50 });
    expect(list.items).toEqual([]);
  });
});
