import { SettableClock } from "@accession/testing/settable-clock";
import { describe, expect, it } from "vitest";
import type { ObjectVersion } from "../ingestion/object-reader.ts";
import { type RetentionContext, type RetentionStore, sweepRetention } from "./sweep-retention.ts";

/** Tenants by how many versions of each are to go. A deletion takes a time. */
function world(backlog: Readonly<Record<string, number>>, msPerVersion: number) {
  const clock = new SettableClock();
  const left = new Map(Object.entries(backlog));
  const order: string[] = [];
  const retention: RetentionStore = {
    tenants: async () => [...left.keys()].map((tenantId) => ({ tenantId, retentionDays: 30 })),
    spare: async () => undefined,
    async decide(tenantId, _due, { atMost }) {
      const taken = Math.min(atMost, left.get(tenantId) ?? 0);
      return Array.from({ length: taken }, (_, index) => ({
        bucket: "b",
        key: tenantId,
        versionId: `${index}`,
      }));
    },
    putBack: async () => undefined,
    async done(tenantId, versions) {
      left.set(tenantId, (left.get(tenantId) ?? 0) - versions.length);
    },
  };
  const context: RetentionContext = {
    retention,
    remover: {
      async remove(versions: readonly ObjectVersion[]) {
        order.push(...new Set(versions.map(({ key }) => key)));
        clock.advance((versions.length * msPerVersion) / 1000);
        return [];
      },
    },
    removals: { record: async () => ({ receipts: 0, withoutFile: 0 }) },
    clock,
  };
  return { context, clock, left, order };
}

describe("a run of retention", () => {
  it("takes tenants in turns: what one leaves behind delays no other", async () => {
    const { context, left, order } = world({ a: 100_000, b: 300, c: 1 }, 1);
    await sweepRetention(context, "test");
    expect(left.get("b")).toBe(0);
    expect(left.get("c")).toBe(0);
    expect(left.get("a")).toBeLessThan(100_000);
    expect(new Set(order.slice(0, 3))).toEqual(new Set(["a", "b", "c"]));
  });

  it("begins with another tenant each time, so that all have their turn when one fills a run", async () => {
    const { context, clock, order } = world({ a: 5000, b: 5000, c: 5000 }, 200);
    for (let run = 0; run < 3; run++) {
      const started = clock.now().getTime();
      await sweepRetention(context, "test");
      clock.advance(900 - (clock.now().getTime() - started) / 1000);
    }
    expect(order).toHaveLength(3);
    expect(new Set(order)).toEqual(new Set(["a", "b", "c"]));
  });

  it("ends when nothing is left", async () => {
    const { context } = world({ a: 700, b: 0 }, 0);
    expect(await sweepRetention(context, "test")).toEqual({ expired: 700, failed: 0 });
  });
});
