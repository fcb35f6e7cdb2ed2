import { randomUUID } from "node:crypto";
import { matchStudy } from "@accession/core/matching/match-study";
import { sweepOutbox } from "@accession/core/outbox/sweep-outbox";
import { studyWaitsContract } from "@accession/testing/matching/study-waits.contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { postgresOutbox } from "../postgres/postgres-outbox.ts";
import { registerTenant } from "../postgres/register-tenant.ts";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { type MatchingWorker, META, studyWait, type TestMatching, testMatching } from "./test-matching.ts";

let database: TestDatabase;
let world: TestMatching;
let worker: MatchingWorker;
let orderId: string;
let studyId: string;
let number: string;
let count = 0;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => {
  world = testMatching(database);
  worker = world.worker();
  orderId = randomUUID();
  studyId = randomUUID();
  number = `N${++count}`;
});

studyWaitsContract(async () => ({
  waits: worker.waits,
  tenantId: world.tenantId,
  async completeStudy(accessionNumber) {
    const study = randomUUID();
    await completeStudy({ studyId: study, numbers: [[accessionNumber, "RIS"]] });
    await worker.matches.match({ tenantId: world.tenantId, studyId: study, meta: META });
  },
}));

const wait = (...args: Parameters<typeof studyWait>[3][]) =>
  studyWait(world.tenantId, orderId, [number], ...args);
const register = (...args: Parameters<typeof studyWait>[3][]) => worker.waits.register(wait(...args));
const settle = () => worker.waits.settle(world.tenantId, orderId);
const release = (reason: "expired" | "cancelled") =>
  worker.waits.release(world.tenantId, orderId, reason, META);
const match = () => worker.matches.match({ tenantId: world.tenantId, studyId, meta: META });

async function completeStudy(over: Partial<Parameters<TestMatching["arrive"]>[0]> = {}): Promise<void> {
  await world.arrive({ studyId, patientId: "4711", numbers: [[number, "RIS"]], ...over });
  expect(await worker.complete(over.studyId ?? studyId)).toBe(true);
}
async function links(): Promise<readonly unknown[]> {
  return world.query(
    `select l.status, l.grade, l.version from study_link l
     join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
     where l.study_id = $1 and p.order_id = $2`,
    [studyId, orderId],
  );
}
const published = (type: string) =>
  world.publisher.published
    .map(({ envelope }) => envelope)
    .filter(({ type: its, data }) => its === type && JSON.stringify(data).includes(orderId));

describe("an order and its study", () => {
  it("meet when the study came first, with one event that tells ids only", async () => {
    await completeStudy();
    expect(await match()).toEqual([]);
    expect(await register()).toBe("linked");
    expect(published("study.matched")).toMatchObject([
      {
        aggregateVersion: 1,
        data: { studyId, studyVersion: 1, orderId, line: 1, grade: "matched" },
        meta: META,
      },
    ]);
    expect(await settle()).toBe("linked");
  });

  it("meet when the order came first", async () => {
    expect(await register()).toBe("waiting");
    expect(await settle()).toBe("waiting");
    await completeStudy();
    expect(await match()).toHaveLength(1);
    expect(await settle()).toBe("linked");
  });

  it("do not meet before the study is complete", async () => {
    await world.arrive({ studyId, patientId: "4711", numbers: [[number, "RIS"]] });
    expect(await register()).toBe("waiting");
    expect(await match()).toEqual([]);
  });

  it("wait for all studies of an order", async () => {
    const second = `${number}B`;
    expect(await worker.waits.register(studyWait(world.tenantId, orderId, [number, second]))).toBe("waiting");
    await completeStudy();
    await match();
    expect(await settle()).toBe("waiting");
    const other = { studyId: randomUUID(), numbers: [[second, "RIS"]] as const };
    await completeStudy(other);
    await worker.matches.match({ tenantId: world.tenantId, studyId: other.studyId, meta: META });
    expect(await settle()).toBe("linked");
  });

  it("meet under the tenant's own issuer, where one side names none", async () => {
    const procedures = wait().procedures.map(({ issuer: _, ...silent }) => silent);
    await registerTenant(database.owner, { ...database.demo, defaultIssuer: "RIS" });
    await completeStudy();
    expect(await register({ procedures })).toBe("linked");
    await registerTenant(database.owner, database.demo);
  });

  it("stay apart for another tenant", async () => {
    await completeStudy();
    const other = studyWait(database.other.id, orderId, [number]);
    expect(await worker.waits.register(other)).toBe("waiting");
  });

  it("are left to a person when something contradicts", async () => {
    await register();
    await completeStudy({ patientId: "9" });
    expect(await match()).toEqual([]);
    expect(await links()).toEqual([{ status: "proposed", grade: "suspect", version: 1 }]);
    expect(await settle()).toBe("waiting");
  });
});

describe("later versions of a study", () => {
  it("fulfil nothing again", async () => {
    await register();
    await completeStudy();
    expect(await match()).toHaveLength(1);
    await settle();
    await completeStudy();
    expect(await match()).toEqual([]);
    expect(await links()).toEqual([{ status: "linked", grade: "matched", version: 1 }]);
    const rows = await world.query("select version from study_link_history where study_version = 2");
    expect(rows).toEqual([]);
  });

  it("bring further numbers to their orders", async () => {
    await register();
    await completeStudy();
    await match();
    const further = { orderId: randomUUID(), number: `${number}B` };
    expect(await worker.waits.register(studyWait(world.tenantId, further.orderId, [further.number]))).toBe(
      "waiting",
    );
    await completeStudy({ numbers: [[further.number, "RIS"]] });
    expect(await match()).toMatchObject([
      { envelope: { data: { orderId: further.orderId, studyVersion: 2 } } },
    ]);
    expect(await worker.waits.settle(world.tenantId, further.orderId)).toBe("linked");
  });
});

describe("attempts", () => {
  const token = async () => (await worker.endings.find({ tenantId: world.tenantId, orderId }))?.taskToken;

  it("replace the token of earlier ones, never the reverse, and expect nothing twice", async () => {
    await register({ attempt: 2, taskToken: "second" });
    await register({ attempt: 1, taskToken: "first" });
    expect(await token()).toBe("second");
    await register({ attempt: 2, taskToken: "second again" });
    expect(await token()).toBe("second again");
    expect(await world.query("select from expected_procedure where order_id = $1", [orderId])).toHaveLength(
      1,
    );
  });

  it("learn that the order was released meanwhile", async () => {
    await register();
    await release("cancelled");
    expect(await register({ attempt: 2, taskToken: "second" })).toBe("cancelled");
    expect(await token()).toBe("second");
  });
});

describe("a release", () => {
  it("gives the studies back, and repeating it changes nothing", async () => {
    await register();
    await completeStudy();
    await match();
    await settle();
    expect(await release("cancelled")).toEqual({ taskToken: `token-${orderId}` });
    expect(await release("expired")).toEqual({ taskToken: `token-${orderId}` });
    expect(await settle()).toBe("cancelled");
    expect(await links()).toEqual([{ status: "unlinked", grade: "matched", version: 2 }]);
    expect(published("study.unmatched")).toMatchObject([
      { aggregateVersion: 2, data: { studyId, orderId, line: 1, cause: "cancelled", fulfilled: false } },
    ]);
    expect(await match()).toEqual([]);
  });

  it("lets another order with the number go on, which was ambiguous because of this one", async () => {
    const other = randomUUID();
    await register();
    await worker.waits.register(studyWait(world.tenantId, other, [number]));
    await completeStudy();
    expect(await match()).toEqual([]);
    expect(await links()).toEqual([{ status: "proposed", grade: "ambiguous", version: 1 }]);
    await release("cancelled");
    expect(await worker.waits.settle(world.tenantId, other)).toBe("linked");
    expect(await links()).toEqual([{ status: "withdrawn", grade: "ambiguous", version: 2 }]);
  });

  it("for its deadline does not take what came in time", async () => {
    await register();
    await completeStudy();
    await match();
    await release("expired");
    expect(await settle()).toBe("linked");
  });

  it("of an order that never registered answers nothing", async () => {
    expect(await release("cancelled")).toEqual({});
    expect(await settle()).toBe("waiting");
  });
});

describe("the event of a match", () => {
  it("is published by the sweeper when its writer did not get it out", async () => {
    await register();
    await completeStudy();
    const publishing = {
      outbox: postgresOutbox(database.appPool()),
      publisher: world.publisher,
      clock: world.clock,
    };
    const failing = { publish: async () => Promise.reject(new Error("away")) };
    const context = { ...publishing, publisher: failing, matches: worker.matches };
    await expect(matchStudy(context, { tenantId: world.tenantId, studyId, meta: META })).rejects.toThrow(
      "away",
    );
    expect(published("study.matched")).toEqual([]);
    await sweepOutbox({ ...publishing, clock: { now: () => new Date(Date.now() + 31_000) } });
    expect(published("study.matched")).toMatchObject([{ data: { orderId } }]);
  });
});
