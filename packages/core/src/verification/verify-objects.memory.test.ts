import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Walks so many made-up versions, of which one in fifty thousand has no receipt; prints what it found. */
const WALK = `
  import { objectsStage } from "./verify-objects.ts";
  const tenant = { id: "01990000-0000-7000-8000-000000000001", slug: "demo" };
  const landedAt = new Date(0);
  const keyOf = (n) => "tenants/demo/uploads/study/" + String(n).padStart(9, "0") + ".dcm";
  const from = (after) => (after === undefined ? 0 : Number(after.slice(-13, -4)) + 1);
  async function walk(count) {
    const stage = objectsStage({
      versions: {
        async *versions(prefix, after) {
          for (let n = from(after); n < count; n++)
            yield { bucket: "b", key: keyOf(n), versionId: "v" + n, size: 1, etag: undefined, landedAt };
        },
      },
      receipts: {
        async *receipts(tenantId, after) {
          for (let n = from(after); n < count; n++)
            if (n % 50_000 !== 10_000)
              yield { id: "r" + n, key: keyOf(n), versionId: "v" + n, outcome: "stored", landedAt, gone: false };
        },
        present: async () => new Set(),
      },
      slugs: async () => [],
    });
    let cursor;
    let violations = 0;
    let checked = 0;
    let portions = 0;
    let peak = 0;
    do {
      const portion = await stage.portion(tenant, { asOf: new Date(), since: undefined }, cursor);
      violations += portion.violations.length;
      checked += portion.checked["version-has-receipt"] ?? 0;
      cursor = portion.cursor;
      portions += 1;
      if (portions % 10 !== 0) continue;
      gc();
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    } while (cursor !== undefined);
    return { checked, violations, peak };
  }
  await walk(20_000);
  console.log(JSON.stringify([await walk(20_000), await walk(1_000_000)]));
`;

interface Walked {
  readonly checked: number;
  readonly violations: number;
  /** The most that was alive at the end of a portion, in bytes. */
  readonly peak: number;
}

it("walks through a million versions in the memory of twenty thousand", { timeout: 120_000 }, async () => {
  const flags = ["--expose-gc", "--input-type=module", "-e", WALK];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: import.meta.dirname });
  const [small, large] = JSON.parse(stdout) as [Walked, Walked];
  expect(small).toMatchObject({ checked: 20_000, violations: 1 });
  expect(large).toMatchObject({ checked: 1_000_000, violations: 20 });
  // The names of so many versions would take 100 MB.
  expect(large.peak - small.peak).toBeLessThan(2_000_000);
});
