import { randomUUID } from "node:crypto";
import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { HandDecision } from "@accession/core/matching/link-by-hand";
import type { Page } from "@accession/core/paging";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { postgresStudyLinking } from "./postgres-study-linking.ts";
import { postgresWorklist } from "./postgres-worklist.ts";
import {
  type MatchingWorker,
  META,
  studyWait,
  type TestMatching,
  type TestStudyRow,
  testMatching,
} from "./test-matching.ts";

const NUMBER = "A-1";
let database: TestDatabase;
let world: TestMatching;
let worker: MatchingWorker;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.owner.query(
    "truncate study_link_history, study_link, expected_procedure, study_accession_number, series, study, outbox cascade",
  );
  world = testMatching(database);
  worker = world.worker();
});

const worklist = () => postgresWorklist(database.appPool());
const linking = () =>
  postgresStudyLinking(database.appPool(), {
    ids: { next: () => randomUUID() },
    clock: world.clock,
    homeRegion: "eu-central-1",
  });

async function arrive(over: Partial<TestStudyRow> = {}): Promise<string> {
  const study = { studyId: randomUUID(), patientId: "4711", numbers: [[NUMBER, "RIS"]] as const, ...over };
  await world.arrive(study);
  await worker.complete(study.studyId);
  await worker.matches.match({ tenantId: world.tenantId, studyId: study.studyId, meta: META });
  return study.studyId;
}
async function order(...args: Parameters<typeof studyWait>[3][]): Promise<string> {
  const orderId = randomUUID();
  await worker.waits.register(studyWait(world.tenantId, orderId, [NUMBER], ...args));
  return orderId;
}
const decision = (studyId: string, orderId: string, over: Partial<HandDecision> = {}): HandDecision => ({
  ...{ tenantId: world.tenantId, studyId, orderId, line: 1 },
  note: "Doe^Jane was registered twice",
  requestKey: randomUUID(),
  meta: { ...META, actor: "user-7" },
  ...over,
});
const settle = (orderId: string) => worker.waits.settle(world.tenantId, orderId);

async function everything() {
  const request = { limit: 50 };
  const studies = await worklist().studies(world.tenantId, request);
  const procedures = await worklist().procedures(world.tenantId, request);
  return {
    studies: studies.items.map(({ study, state }) => [study.id, state]),
    procedures: procedures.items.map(({ procedure, state }) => [procedure.orderId, state]),
  };
}

describe("the worklist", () => {
  it("shows both sides of what needs a decision, each with the other as candidate and the reasons", async () => {
    const orderId = await order();
    const studyId = await arrive({ patientId: "9", birthDate: "19700101" });
    const { items: studies } = await worklist().studies(world.tenantId, { limit: 50 });
    const reasons = expect.arrayContaining(["issuer-equal", "patient-id-differs", "birth-date-equal"]);
    expect(studies).toMatchObject([
      {
        state: "candidates",
        study: { id: studyId, patientId: "9", accessionNumbers: [{ value: NUMBER, issuer: "RIS" }] },
        candidates: [
          {
            grade: "suspect",
            reasons,
            procedure: { orderId, line: 1, issuer: "RIS", state: "waiting", patient: { patientId: "4711" } },
          },
        ],
      },
    ]);
    const { items: procedures } = await worklist().procedures(world.tenantId, { limit: 50 });
    expect(procedures).toMatchObject([
      {
        state: "candidates",
        procedure: { orderId, fulfilled: false, deadlineAt: "2026-12-05T08:00:00.000Z" },
        candidates: [{ grade: "suspect", reasons, study: { id: studyId, modalities: ["CT"] } }],
      },
    ]);
  });

  it("leaves out what is linked, what still arrives, and what is not waited for any more", async () => {
    await order();
    await arrive();
    await world.arrive({ studyId: randomUUID(), numbers: [["Z", "RIS"]] });
    const cancelled = await order({ procedure: { accessionNumber: "C" } });
    await worker.waits.release(world.tenantId, cancelled, "cancelled", META);
    expect(await everything()).toEqual({ studies: [], procedures: [] });
  });

  it("tells studies without a number or a candidate apart, and filters by it", async () => {
    const silent = await arrive({ numbers: [] });
    const lonely = await arrive({ numbers: [["L", "RIS"]] });
    const waiting = await order();
    const { studies, procedures } = await everything();
    expect(new Map(studies as [string, string][])).toEqual(
      new Map([
        [silent, "no-number"],
        [lonely, "no-candidate"],
      ]),
    );
    expect(procedures).toEqual([[waiting, "no-candidate"]]);
    for (const [state, ids] of [
      ["no-number", [silent]],
      ["no-candidate", [lonely]],
      ["candidates", []],
    ] as const) {
      const page = await worklist().studies(world.tenantId, { limit: 50, state });
      expect(page.items.map(({ study }) => study.id)).toEqual(ids);
    }
    const none = await worklist().procedures(world.tenantId, { limit: 50, state: "candidates" });
    expect(none.items).toEqual([]);
  });

  it("goes through all pages, shows a tenant its own, and refuses cursors that it did not make", async () => {
    const studies = await Promise.all([1, 2, 3].map((n) => arrive({ numbers: [[`P${n}`, "RIS"]] })));
    const orders = [await order(), await order({ procedure: { accessionNumber: "Q" } })];
    const all = async <Item>(read: (cursor: string | undefined) => Promise<Page<Item>>) => {
      const found: Item[] = [];
      let cursor: string | undefined;
      do {
        const page = await read(cursor);
        found.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    };
    const found = await all((cursor) => worklist().studies(world.tenantId, { limit: 1, cursor }));
    expect(found.map(({ study }) => study.id).toSorted()).toEqual(studies.toSorted());
    const lines = await all((cursor) => worklist().procedures(world.tenantId, { limit: 1, cursor }));
    expect(lines.map(({ procedure }) => procedure.orderId).toSorted()).toEqual(orders.toSorted());
    expect((await worklist().studies(database.other.id, { limit: 50 })).items).toEqual([]);
    await expect(worklist().studies(world.tenantId, { limit: 1, cursor: "x" })).rejects.toThrow(
      InvalidCursor,
    );
  });
});

describe("linking by hand", () => {
  it("lets the order go on, and keeps who decided and why", async () => {
    const orderId = await order();
    const studyId = await arrive({ patientId: "9" });
    const { link, events } = await linking().link(decision(studyId, orderId));
    expect(link).toMatchObject({ status: "linked", grade: "manual", version: 2, decidedBy: "user-7" });
    expect(link.reasons).toEqual(expect.arrayContaining(["patient-id-differs", "by-hand"]));
    expect(events).toMatchObject([
      { envelope: { type: "study.matched", data: { studyId, orderId, line: 1, grade: "manual" } } },
    ]);
    expect(JSON.stringify(events)).not.toContain("Doe");
    expect(await settle(orderId)).toBe("linked");
    expect(await everything()).toEqual({ studies: [], procedures: [] });
    const history = await world.query(
      "select version, status, grade, actor, note from study_link_history order by version",
    );
    expect(history).toEqual([
      { version: 1, status: "proposed", grade: "suspect", actor: "test", note: null },
      {
        version: 2,
        status: "linked",
        grade: "manual",
        actor: "user-7",
        note: "Doe^Jane was registered twice",
      },
    ]);
  });

  it("takes a study of any number, and changes nothing when it is linked already", async () => {
    const orderId = await order();
    const studyId = await arrive({ numbers: [] });
    expect((await linking().link(decision(studyId, orderId))).events).toHaveLength(1);
    const again = await linking().link(decision(studyId, orderId));
    expect([again.link.version, again.events]).toEqual([1, []]);
  });

  it("decides once for one request, whatever was decided since", async () => {
    const orderId = await order();
    const studyId = await arrive({ patientId: "9" });
    const first = decision(studyId, orderId);
    await linking().link(first);
    await linking().unlink(decision(studyId, orderId));
    const repeated = await linking().link(first);
    expect([repeated.link.status, repeated.events]).toEqual(["unlinked", []]);
  });

  it("refuses what is not there, not complete, or not waited for", async () => {
    const orderId = await order();
    const studyId = await arrive({ patientId: "9" });
    const arriving = randomUUID();
    await world.arrive({ studyId: arriving, numbers: [] });
    const refused = async (over: HandDecision) =>
      (await linking()
        .link(over)
        .catch((error: unknown) => error)) as { code: string };
    expect((await refused(decision(studyId, randomUUID()))).code).toBe("procedure.not-found");
    expect((await refused(decision(studyId, orderId, { line: 2 }))).code).toBe("procedure.not-found");
    expect((await refused(decision(randomUUID(), orderId))).code).toBe("study.not-found");
    expect((await refused(decision(arriving, orderId))).code).toBe("study.arriving");
    expect((await refused(decision(studyId, orderId, { tenantId: database.other.id }))).code).toBe(
      "procedure.not-found",
    );
    await worker.waits.release(world.tenantId, orderId, "cancelled", META);
    expect((await refused(decision(studyId, orderId))).code).toBe("procedure.released");
    await expect(linking().unlink(decision(arriving, orderId))).rejects.toMatchObject({
      code: "link.not-found",
    });
  });
});

describe("unlinking by hand", () => {
  it("before the order went on lets it wait again, and matching does not undo it", async () => {
    const orderId = await order();
    const studyId = await arrive();
    const { link, events } = await linking().unlink(decision(studyId, orderId));
    expect(link).toMatchObject({ status: "unlinked", version: 2, decidedBy: "user-7" });
    expect(events).toMatchObject([
      { envelope: { type: "study.unmatched", data: { orderId, cause: "by-hand", fulfilled: false } } },
    ]);
    expect(await settle(orderId)).toBe("waiting");
    await worker.matches.match({ tenantId: world.tenantId, studyId, meta: META });
    expect(await settle(orderId)).toBe("waiting");
    expect(await everything()).toEqual({
      studies: [[studyId, "no-candidate"]],
      procedures: [[orderId, "no-candidate"]],
    });
    await arrive();
    expect(await settle(orderId)).toBe("linked");
  });

  it("after the order went on says so, and leaves the order to a person", async () => {
    const orderId = await order();
    const studyId = await arrive();
    await settle(orderId);
    const { events } = await linking().unlink(decision(studyId, orderId));
    expect(events).toMatchObject([{ envelope: { data: { orderId, fulfilled: true } } }]);
    expect(await settle(orderId)).toBe("linked");
    const { items } = await worklist().procedures(world.tenantId, { limit: 50 });
    expect(items).toMatchObject([{ procedure: { orderId, fulfilled: true, state: "linked" } }]);
    const right = await arrive({ patientId: "9" });
    await linking().link(decision(right, orderId));
    expect(await everything()).toEqual({ studies: [[studyId, "no-candidate"]], procedures: [] });
  });

  it("of one of several studies takes nothing from the order", async () => {
    const orderId = await order();
    const studyId = await arrive();
    await arrive();
    await settle(orderId);
    const { events } = await linking().unlink(decision(studyId, orderId));
    expect(events).toMatchObject([{ envelope: { data: { fulfilled: false } } }]);
    expect(await settle(orderId)).toBe("linked");
    expect((await everything()).procedures).toEqual([]);
  });

  it("turns a candidate down for good, without an event", async () => {
    const orderId = await order();
    const studyId = await arrive({ patientId: "9" });
    expect((await linking().unlink(decision(studyId, orderId))).events).toEqual([]);
    await worker.matches.match({ tenantId: world.tenantId, studyId, meta: META });
    expect((await everything()).studies).toEqual([[studyId, "no-candidate"]]);
  });

  it("gives the study to the one other order that it fits, and leaves nothing for a replay to do", async () => {
    const [orderId, rival] = [await order(), await order()];
    const studyId = await arrive();
    expect([await settle(orderId), await settle(rival)]).toEqual(["waiting", "waiting"]);
    const { events } = await linking().unlink(decision(studyId, orderId));
    expect(events).toMatchObject([
      {
        envelope: {
          type: "study.matched",
          meta: { actor: "match-study" },
          data: { orderId: rival, grade: "matched" },
        },
      },
    ]);
    expect([await settle(orderId), await settle(rival)]).toEqual(["waiting", "linked"]);
    expect(await worker.matches.match({ tenantId: world.tenantId, studyId, meta: META })).toEqual([]);
  });
});
