import { describe, expect, it } from "vitest";
import { checkWindow, planReplay, type ReplayRequest, ruleArnsOf } from "./plan-replay.ts";
import type { ReplayRule } from "./replay.ts";

const rule = (name: string, types: string[], rest: Partial<ReplayRule> = {}): ReplayRule => ({
  name,
  arn: `arn:${name}`,
  archive: "events",
  types,
  target: name,
  replayable: true,
  ...rest,
});
const rules = [
  rule("StudyCompleted", ["study.completed"]),
  rule("StudyChanges", ["study.updated", "study.completed"]),
  rule("OrderCreated", ["order.created"], { replayable: false }),
  rule("FileUploaded", ["Object Created"], { archive: "uploads" }),
];
const now = new Date("2026-11-21T12:00:00Z");
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const request: ReplayRequest = { archive: "events", from: at("10:00:00"), to: at("11:00:00") };
const plan = (changes: Partial<ReplayRequest> = {}) => planReplay(rules, { ...request, ...changes });
const check = (changes: Partial<ReplayRequest>, lag = 600) =>
  checkWindow({ ...request, ...changes }, now, lag);

describe("the rules that a replay reaches", () => {
  it("are those of the archive's bus that let replays pass", () => {
    expect(plan().receiving.map(({ name }) => name)).toEqual(["StudyCompleted", "StudyChanges"]);
    expect(plan({ archive: "uploads" }).receiving.map(({ name }) => name)).toEqual(["FileUploaded"]);
  });

  it("are fewer when types are given, and the others say why not", () => {
    const { rules: planned } = plan({ types: ["study.updated"] });
    expect(planned.map((one) => [one.name, one.receives ? "receives" : one.reason])).toEqual([
      ["StudyCompleted", "other-types"],
      ["StudyChanges", "receives"],
      ["OrderCreated", "excludes-replays"],
    ]);
  });

  it("are never none: EventBridge would take that for all rules of the bus", () => {
    const none = plan({ types: ["order.created"] });
    expect(() => ruleArnsOf(none)).toThrow(expect.objectContaining({ code: "replay.no-rule" }));
    expect(ruleArnsOf(plan())).toEqual(["arn:StudyCompleted", "arn:StudyChanges"]);
  });
});

describe("the window", () => {
  it.each([
    ["empty", { from: at("11:00:00") }, "/from"],
    ["in-future", { to: at("12:00:01") }, "/to"],
    ["too-new", { to: at("11:50:01") }, "/to"],
    ["too-long", { from: new Date("2026-10-21T10:59:59Z") }, "/from"],
  ])("is refused when it is %s", (code, window, pointer) => {
    expect(() => check(window)).toThrow(
      expect.objectContaining({
        kind: "unprocessable",
        code: `replay.window-${code}`,
        issues: [expect.objectContaining({ pointer, code })],
      }),
    );
  });

  it("may end ten minutes ago, or now where the archive has no delay", () => {
    expect(() => check({ to: at("11:50:00") })).not.toThrow();
    expect(() => check({ to: now }, 0)).not.toThrow();
  });
});
