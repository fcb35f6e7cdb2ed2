import { SettableClock } from "@accession/testing/settable-clock";
import { describe, expect, it } from "vitest";
import type { Portion } from "./verification.ts";
import { idCursor, type Stage, type WalkedTenant, walkTenants } from "./walk-tenants.ts";

const TENANTS = [1, 2, 3].map(
  (n): WalkedTenant => ({ id: `00000000-0000-7000-8000-00000000000${n}`, slug: `t${n}` }),
);
const tenants = {
  after: async (after: string | undefined, limit: number) =>
    TENANTS.filter(({ id }) => after === undefined || id > after).slice(0, limit),
  byId: async (id: string) => TENANTS.find((tenant) => tenant.id === id),
};
const scope = { asOf: new Date("2026-11-21T08:00:00.000Z"), since: undefined };

/** A stage of so many portions, each of which takes its time. */
function stage(name: string, portions: number, clock: SettableClock, seconds: number, seen: string[]): Stage {
  return {
    name,
    async portion(tenant, _scope, cursor) {
      const at = Number(cursor ?? 0);
      seen.push(`${tenant.slug} ${name} ${at}`);
      clock.advance(seconds);
      return {
        checked: { "study-counts": 1 },
        counts: {},
        violations: [],
        cursor: at + 1 < portions ? String(at + 1) : undefined,
      };
    },
  };
}

async function walk(seconds: number, tenantId?: string) {
  const clock = new SettableClock();
  const seen: string[] = [];
  const stages = [stage("a", 2, clock, seconds, seen), stage("b", 1, clock, seconds, seen)];
  const answers: Portion[] = [];
  let cursor: string | undefined;
  do {
    const answer = await walkTenants({ tenants, clock }, stages, { ...scope, tenantId, cursor });
    answers.push(answer);
    cursor = answer.cursor;
  } while (cursor !== undefined);
  const checked = answers.reduce((sum, answer) => sum + (answer.checked["study-counts"] ?? 0), 0);
  return { seen, checked, calls: answers.length };
}

describe("a walk", () => {
  const everything = TENANTS.flatMap(({ slug }) => [`${slug} a 0`, `${slug} a 1`, `${slug} b 0`]);

  it.each([
    ["in one call when there is time", 0, 1],
    ["in a call per two portions", 5, 5],
    ["in a call per portion", 60, 9],
  ])("goes through every portion once, %s", async (_, seconds, calls) => {
    const walked = await walk(seconds);
    expect(walked.seen).toEqual(everything);
    expect(walked.checked).toBe(9);
    expect(walked.calls).toBeGreaterThanOrEqual(calls);
    expect(walked.calls).toBeLessThanOrEqual(calls + 1);
  });

  it("stays with one tenant when it is told to", async () => {
    expect((await walk(60, TENANTS[1]?.id)).seen).toEqual(everything.filter((line) => line.startsWith("t2")));
  });

  it.each(["x", "[]", '["../../etc/passwd",0]', `["${TENANTS[0]?.id}",9]`, `["${TENANTS[0]?.id}",0,7]`])(
    "refuses the cursor %s",
    async (cursor) => {
      const clock = new SettableClock();
      await expect(
        walkTenants({ tenants, clock }, [], { ...scope, tenantId: undefined, cursor }),
      ).rejects.toMatchObject({ code: "request.invalid-cursor" });
    },
  );
});

it("takes ids alone where a stage goes by ids", () => {
  expect(idCursor(undefined)).toBeUndefined();
  expect(idCursor(TENANTS[0]?.id)).toBe(TENANTS[0]?.id);
  expect(() => idCursor("1 or 1=1")).toThrow("not one of ours");
});
