import type { ReplayService } from "@accession/core/operations/replay";
import { expect, it, vi } from "vitest";
import { httpEvent, lambdaContext } from "../testing/http-event.ts";

const replays = vi.hoisted(() => {
  process.env["POWERTOOLS_LOG_LEVEL"] = "SILENT";
  return { start: vi.fn(), get: vi.fn(), list: vi.fn(), describeArchive: vi.fn() };
});
vi.mock("../runtime/composition-replays.ts", () => ({
  replayContext: () => ({
    replays: replays satisfies ReplayService,
    rules: [
      {
        name: "StudyCompleted",
        arn: "arn:rule",
        archive: "events",
        types: ["study.completed"],
        target: "MatchStudy",
        replayable: true,
      },
    ],
    archiveLagSeconds: 600,
    clock: { now: () => new Date("2026-11-21T12:00:00Z") },
  }),
}));

import { handler as get } from "./get-replay.http.ts";
import { handler as start } from "./start-replay.http.ts";

const request = { archive: "events", from: "2026-11-21T10:00:00Z", to: "2026-11-21T11:00:00Z" };
async function post(body: unknown) {
  const event = httpEvent({
    scope: "accession/operations.write",
    body,
    headers: { "idempotency-key": "k" },
  });
  const answer = await start(event, lambdaContext);
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? "") };
}

it("a dry run says which rules get it and what the archive holds, and starts nothing", async () => {
  replays.describeArchive.mockResolvedValueOnce({ eventCount: 12, sizeBytes: 345, retentionDays: 365 });
  expect(await post({ ...request, dryRun: true })).toEqual({
    status: 200,
    body: {
      dryRun: true,
      rules: [{ name: "StudyCompleted", types: ["study.completed"], target: "MatchStudy", receives: true }],
      archive: { eventCount: 12, sizeBytes: 345, retentionDays: 365 },
    },
  });
  expect(replays.start).not.toHaveBeenCalled();
});

it.each([
  [{ to: "2026-11-21T11:55:00Z" }, "replay.window-too-new", "/to"],
  [{ from: "2026-11-21T11:30:00Z" }, "replay.window-empty", "/from"],
  [{ archive: "orders" }, "request.invalid", "/archive"],
  [{ types: [] }, "request.invalid", "/types"],
])("%j is refused with a pointer", async (changes, code, pointer) => {
  const { status, body } = await post({ ...request, ...changes, dryRun: true });
  expect([status, body.code, body.errors[0].pointer]).toEqual([422, code, pointer]);
});

it("a replay is shown with how far it is", async () => {
  const id = "01990000-0000-7000-8000-000000000001";
  replays.get.mockResolvedValueOnce({
    id,
    archive: "events",
    state: "RUNNING",
    reason: undefined,
    window: { from: new Date(request.from), to: new Date(request.to) },
    lastReplayed: new Date("2026-11-21T10:30:00Z"),
    startedAt: new Date("2026-11-21T12:00:00Z"),
    endedAt: undefined,
  });
  const scope = "accession/operations.read";
  const shown = await get(httpEvent({ scope, path: { id: `rpl_${id}` } }), lambdaContext);
  expect(JSON.parse(shown.body ?? "")).toEqual({
    id: `rpl_${id}`,
    archive: "events",
    state: "RUNNING",
    from: "2026-11-21T10:00:00.000Z",
    to: "2026-11-21T11:00:00.000Z",
    lastReplayed: "2026-11-21T10:30:00.000Z",
    startedAt: "2026-11-21T12:00:00.000Z",
  });
  replays.get.mockResolvedValueOnce(undefined);
  expect((await get(httpEvent({ scope, path: { id: `rpl_${id}` } }), lambdaContext)).statusCode).toBe(404);
});
