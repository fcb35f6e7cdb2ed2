import { studyCompleted } from "@accession/events/studies/study.completed";
import { studyMatched } from "@accession/events/studies/study.matched";
import { expect, test, vi } from "vitest";
import { lambdaContext } from "../testing/http-event.ts";
import { failed, sqsEvent } from "../testing/sqs-event.ts";

const mocks = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return {
    match: vi.fn(),
    find: vi.fn(),
    wake: vi.fn(async () => undefined),
    confirmWoken: vi.fn(async () => undefined),
  };
});
vi.mock("../runtime/composition-matching.ts", () => ({
  matchStudyContext: () => ({ matches: { match: mocks.match } }),
  endWaitContext: () => ({
    endings: { find: mocks.find, confirmWoken: mocks.confirmWoken },
    waker: { wake: mocks.wake },
  }),
}));
vi.mock("@accession/aws/sqs/message-visibility", () => ({
  sqsMessageVisibility: () => ({ postpone: async () => undefined }),
}));

import { handler as matchStudy } from "./match-study.ts";
import { handler as onStudyMatched } from "./on-study-matched.ts";

const id = (last: number) => `01990000-0000-7000-8000-00000000000${last}`;
const META = { correlationId: "c", causationId: "x", actor: "complete-study" };
const common = {
  ...{ id: id(1), tenantId: id(2), aggregateId: id(3), aggregateVersion: 1 },
  ...{ occurredAt: "2026-11-21T08:00:00.000Z", homeRegion: "eu-central-1", meta: META },
};
const batch = (detail: unknown) => sqsEvent({ detail });

test("a complete study is matched as caused by its event, and tried again when the store is away", async () => {
  const completed = studyCompleted.create({
    ...common,
    data: { instanceCount: 1, seriesCount: 1, byteCount: 1 },
  });
  mocks.match.mockResolvedValueOnce([]);
  expect(await matchStudy(batch(completed), lambdaContext)).toEqual(failed());
  expect(mocks.match).toHaveBeenLastCalledWith({
    tenantId: id(2),
    studyId: id(3),
    meta: { ...META, causationId: id(1), actor: "match-study" },
  });
  mocks.match.mockRejectedValueOnce(new Error("away"));
  expect(await matchStudy(batch(completed), lambdaContext)).toEqual(failed("m0"));
});

test("a match wakes the order's execution when nothing is missing, and again when that failed", async () => {
  const matched = studyMatched.create({
    ...common,
    data: { studyId: id(4), studyVersion: 1, orderId: id(5), line: 1, grade: "matched" },
  });
  mocks.find.mockResolvedValueOnce({ state: "waiting", taskToken: "token" });
  expect(await onStudyMatched(batch(matched), lambdaContext)).toEqual(failed());
  expect(mocks.wake).not.toHaveBeenCalled();

  mocks.find.mockResolvedValue({ state: "linked", taskToken: "token" });
  mocks.wake.mockRejectedValueOnce(new Error("throttled"));
  expect(await onStudyMatched(batch(matched), lambdaContext)).toEqual(failed("m0"));
  expect(mocks.confirmWoken).not.toHaveBeenCalled();
  expect(await onStudyMatched(batch(matched), lambdaContext)).toEqual(failed());
  expect(mocks.confirmWoken).toHaveBeenCalledWith({ tenantId: id(2), orderId: id(5) }, "token");
});
