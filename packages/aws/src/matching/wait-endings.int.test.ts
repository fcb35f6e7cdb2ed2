import { randomUUID } from "node:crypto";
import { endWait } from "@accession/core/matching/end-wait";
import { sweepOverdueProcedures } from "@accession/core/matching/sweep-overdue-procedures";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../postgres/test-database.ts";
import { type MatchingWorker, META, studyWait, type TestMatching, testMatching } from "./test-matching.ts";

const NUMBER = "A-1";
let database: TestDatabase;
let world: TestMatching;
let worker: MatchingWorker;
let orderId: string;
let studyId: string;
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
  orderId = randomUUID();
  studyId = randomUUID();
});

const register = () => worker.waits.register(studyWait(world.tenantId, orderId, [NUMBER]));
const settle = () => worker.waits.settle(world.tenantId, orderId);
const match = () => worker.matches.match({ tenantId: world.tenantId, studyId, meta: META });
async function completeStudy(): Promise<void> {
  await world.arrive({ studyId, patientId: "4711", numbers: [[NUMBER, "RIS"]] });
  expect(await worker.complete(studyId)).toBe(true);
}

describe("waking", () => {
  const told: string[] = [];
  const context = () => ({
    ...worker,
    clock: world.clock,
    waker: {
      wake: async (taskToken: string) => void told.push(`wake ${taskToken}`),
      abandon: async (taskToken: string, reason: string) => void told.push(`${reason} ${taskToken}`),
    },
  });
  const order = () => ({ tenantId: world.tenantId, orderId });
  beforeEach(() => {
    told.length = 0;
  });

  it("happens when the last study is linked, and once", async () => {
    await register();
    expect(await endWait(context(), order())).toBe(false);
    await completeStudy();
    await match();
    expect(await endWait(context(), order())).toBe(true);
    expect(await endWait(context(), order())).toBe(false);
    expect(told).toEqual([`wake token-${orderId}`]);
  });

  it("after the deadline tells so, and is repeated until it was seen to work", async () => {
    await register();
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 0 });
    world.clock.advance(15 * 24 * 3600);
    const away = {
      ...context(),
      waker: { ...context().waker, abandon: () => Promise.reject(new Error("away")) },
    };
    await expect(sweepOverdueProcedures(away, "sweep")).rejects.toThrow("away");
    expect(await settle()).toBe("expired");
    world.clock.advance(61);
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 1 });
    expect(told).toEqual([`expired token-${orderId}`]);
    world.clock.advance(3600);
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 0 });
  });

  it("is made good by the sweeper when nobody heard that the study was matched", async () => {
    await register();
    await completeStudy();
    await match();
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 0 });
    world.clock.advance(61);
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 1 });
    expect(told).toEqual([`wake token-${orderId}`]);
  });

  it("looks at the deadline of an order that still waits for one of its studies", async () => {
    await worker.waits.register(studyWait(world.tenantId, orderId, [NUMBER, "B-1"]));
    await completeStudy();
    await match();
    world.clock.advance(61);
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 0, woken: 0 });
    world.clock.advance(15 * 24 * 3600);
    expect(await sweepOverdueProcedures(context(), "sweep")).toEqual({ expired: 1, woken: 1 });
    expect(await settle()).toBe("expired");
    expect(await world.query("select status from study_link")).toEqual([{ status: "unlinked" }]);
  });

  it("leaves the token of a later attempt", async () => {
    await register();
    await worker.endings.confirmWoken(order(), "another");
    expect((await worker.endings.find(order()))?.taskToken).toBe(`token-${orderId}`);
  });
});
