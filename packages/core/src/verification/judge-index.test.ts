import { describe, expect, it } from "vitest";
import type { CountedStudy, LinkedProcedure } from "./index-reading.ts";
import {
  judgeCompletion,
  judgeInstance,
  judgeLinks,
  judgeStoredReceipt,
  judgeStudyCounts,
  judgeStudyEvent,
} from "./judge-index.ts";

const ID = "01990000-0000-7000-8000-000000000001";
const ASOF = new Date("2026-11-21T08:00:00.000Z");

it("a stored receipt and its instance name each other", () => {
  expect(judgeStoredReceipt({ receiptId: ID, names: "i", namedBy: "i" })).toBeUndefined();
  expect(judgeStoredReceipt({ receiptId: ID, names: "i", namedBy: undefined })?.problem).toBe("no-instance");
  expect(judgeStoredReceipt({ receiptId: ID, names: "i", namedBy: "j" })?.problem).toBe("another-instance");
});

it("an instance is of the object that its stored receipt is of", () => {
  const judge = (receiptOutcome: string | undefined, sameObject: boolean) =>
    judgeInstance({ instanceId: ID, receiptOutcome, sameObject })?.problem;
  expect(judge("stored", true)).toBeUndefined();
  expect(judge("stored", false)).toBe("another-object");
  expect(judge("conflict", true)).toBe("no-stored-receipt");
  expect(judge(undefined, false)).toBe("no-stored-receipt");
});

describe("a study", () => {
  const study: CountedStudy = {
    studyId: ID,
    says: { series: 1, instances: 3, bytes: 900 },
    has: { series: 1, instances: 3, bytes: 900 },
    wrongSeries: 0,
    arrivalVersion: 2,
    completedVersion: 2,
    quietAfter: ASOF,
    saysLinked: true,
    isLinked: true,
  };

  it.each<[string, Partial<CountedStudy>]>([
    ["series", { says: { series: 2, instances: 3, bytes: 900 } }],
    ["instances", { says: { series: 1, instances: 4, bytes: 900 } }],
    ["bytes", { has: { series: 1, instances: 3, bytes: 901 } }],
    ["instances of a series", { wrongSeries: 1 }],
    ["link to an order", { saysLinked: false }],
  ])("counts its %s", (_, over) => {
    expect(judgeStudyCounts(study)).toBeUndefined();
    expect(judgeStudyCounts({ ...study, ...over })).toMatchObject({ law: "study-counts", repairable: true });
  });

  it("is complete when it was quiet, and not before it arrived", () => {
    const judge = (over: Partial<CountedStudy>) => judgeCompletion({ ...study, ...over }, ASOF)?.problem;
    expect(judge({})).toBeUndefined();
    expect(judge({ arrivalVersion: 3 })).toBe("not-completed");
    expect(judge({ arrivalVersion: 3, quietAfter: new Date(ASOF.getTime() + 1) })).toBeUndefined();
    expect(judge({ completedVersion: 3 })).toBe("completed-before-it-arrived");
  });
});

describe("a procedure and its links", () => {
  const at = (
    state: LinkedProcedure["state"],
    linked: number,
    rest: Partial<LinkedProcedure> = {},
  ): LinkedProcedure => ({
    procedureId: ID,
    orderId: ID,
    state,
    linked,
    proposed: 0,
    studyMissing: false,
    fulfilled: false,
    ...rest,
  });

  it.each([
    ["waits", at("waiting", 0, { studyMissing: true })],
    ["waits, with a study proposed", at("waiting", 0, { studyMissing: true, proposed: 2 })],
    ["has its studies", at("linked", 2, { fulfilled: true })],
    ["lost its study after the order went on", at("linked", 0, { studyMissing: true, fulfilled: true })],
    ["is released", at("cancelled", 0)],
  ])("agree when it %s", (_, procedure) => {
    expect(judgeLinks(procedure)).toBeUndefined();
  });

  it.each([
    ["waits and is linked", at("waiting", 1, { studyMissing: true })],
    ["waits and misses nothing", at("waiting", 0)],
    ["is linked to nothing", at("linked", 0)],
    ["is linked, and on the worklist", at("linked", 1, { studyMissing: true })],
    ["is released with a link", at("expired", 1)],
    ["is released with a proposal", at("cancelled", 0, { proposed: 1 })],
  ])("do not when it %s", (_, procedure) => {
    expect(judgeLinks(procedure)).toMatchObject({
      law: "links-agree",
      subject: { kind: "procedure", id: ID },
    });
  });
});

it("an event that is old enough is published", () => {
  expect(judgeStudyEvent({ eventId: ID, type: "study.updated", published: true })).toBeUndefined();
  expect(judgeStudyEvent({ eventId: ID, type: "study.updated", published: false })).toMatchObject({
    repairable: true,
  });
});
