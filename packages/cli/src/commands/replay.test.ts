import { expect, test } from "vitest";
import { run } from "../run.ts";
import { startFakeApi } from "../testing/fake-api.ts";
import { recordingIo } from "../testing/recording-io.ts";

const rules = [
  { name: "StudyCompleted", types: ["study.completed"], target: "MatchStudy", receives: true },
  {
    name: "OrderCreated",
    types: ["order.created"],
    target: "OrderCreated",
    receives: false,
    reason: "excludes-replays",
  },
];
const archive = { eventCount: 12, sizeBytes: 3456, retentionDays: 365 };

async function replay(args: readonly string[], states: readonly string[] = ["COMPLETED"]) {
  const left = [...states];
  await using api = await startFakeApi(({ method, json }) => {
    if (method === "GET")
      return { body: { id: "rpl_1", archive: "events", state: left.shift() ?? "COMPLETED" } };
    const { dryRun } = json() as { dryRun?: boolean };
    return dryRun === true
      ? { body: { dryRun, rules, archive } }
      : { status: 202, body: { id: "rpl_1", rules } };
  });
  const io = recordingIo(api.url);
  const code = await run(["replay", ...args], io);
  return {
    io,
    code,
    posted: api.requests.filter(({ method }) => method === "POST").map((request) => request.json()),
  };
}

test("a dry run prints the plan and starts nothing", async () => {
  const { io, posted } = await replay(["--from", "2026-11-21T08:00:00Z", "--to", "2026-11-21", "--dry-run"]);
  expect(posted).toEqual([
    { archive: "events", from: "2026-11-21T08:00:00.000Z", to: "2026-11-21T00:00:00.000Z", dryRun: true },
  ]);
  expect(io.printed.slice(-3)).toEqual([
    "RULE            TAKES            QUEUE         REPLAYED",
    "StudyCompleted  study.completed  MatchStudy    yes",
    "OrderCreated    order.created    OrderCreated  no: excludes-replays",
  ]);
});

test("relative times begin with a hyphen, and types are gathered", async () => {
  const { posted, code } = await replay(["--from", "-2h", "--to", "-10m", "--type", "a", "--type", "b"]);
  expect(code).toBe(0);
  expect(posted).toHaveLength(2);
  expect(posted[1]).toMatchObject({ types: ["a", "b"] });
});

test("--wait shows each change, and a replay that failed is exit code 1", async () => {
  const { io, code } = await replay(["--from", "-1h", "--wait"], ["STARTING", "RUNNING", "FAILED"]);
  expect(io.noted).toEqual(["STARTING", "RUNNING"]);
  expect(io.printed.at(-1)).toBe("Replay rpl_1: FAILED");
  expect(code).toBe(1);
});

test("a time that is none is wrong usage", async () => {
  expect((await replay(["--from", "yesterday"])).code).toBe(2);
});
