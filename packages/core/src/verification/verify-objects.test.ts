import { describe, expect, it } from "vitest";
import { SYSTEM_TENANT_ID } from "../tenants/tenant-directory.ts";
import { compareKeys } from "./order-of-keys.ts";
import {
  type ListedReceipt,
  objectsStage,
  SYSTEM_SLUG,
  type VersionListing,
  versionName,
} from "./verify-objects.ts";

const ASOF = new Date("2026-11-21T08:00:00.000Z");
const EARLIER = new Date("2026-11-21T07:00:00.000Z");
const LATER = new Date("2026-11-21T09:00:00.000Z");
const demo = { id: "01990000-0000-7000-8000-000000000001", slug: "demo" };
const system = { id: SYSTEM_TENANT_ID, slug: SYSTEM_SLUG };
type Named = readonly [key: string, versionId: string, landedAt?: Date];

/** A bucket and receipts as lists; `listed` remembers what was asked of the bucket. */
function world(
  bucket: readonly Named[],
  receipts: Readonly<Record<string, readonly ListedReceipt[]>>,
  slugs: readonly string[] = ["demo", "other"],
) {
  const listed: string[] = [];
  const versions: VersionListing = {
    async *versions(prefix, after) {
      const wanted = bucket
        .filter(([key]) => key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0))
        .toSorted(([a], [b]) => compareKeys(a, b));
      for (const [key, versionId, landedAt = EARLIER] of wanted) {
        listed.push(key);
        yield { bucket: "uploads", key, versionId, size: 1, etag: undefined, landedAt };
      }
    },
  };
  const of = (tenantId: string) => receipts[tenantId] ?? [];
  const stage = objectsStage({
    versions,
    receipts: {
      async *receipts(tenantId, after) {
        yield* of(tenantId)
          .filter(({ key }) => after === undefined || compareKeys(key, after) > 0)
          .toSorted((a, b) => compareKeys(a.key, b.key));
      },
      present: async (tenantId, wanted) => {
        const names = new Set(of(tenantId).map(versionName));
        return new Set(wanted.map(versionName).filter((name) => names.has(name)));
      },
    },
    slugs: async () => slugs,
  });
  const verify = async (tenant = demo) => {
    const { violations, checked, counts } = await stage.portion(
      tenant,
      { asOf: ASOF, since: undefined },
      undefined,
    );
    return { found: violations.map(({ problem, subject }) => [problem, subject]), checked, counts };
  };
  return { verify, stage, listed };
}

const up = (name: string) => `tenants/demo/uploads/${name}`;
const receipt = (key: string, versionId: string, over: Partial<ListedReceipt> = {}): ListedReceipt => ({
  id: `receipt of ${versionId}`,
  key,
  versionId,
  outcome: "stored",
  landedAt: EARLIER,
  gone: false,
  ...over,
});

describe("a tenant's uploads", () => {
  it("hold when each version has its receipt, in any order of versions of one key", async () => {
    const bucket: Named[] = [
      [up("a"), "1"],
      [up("b"), "3"],
      [up("b"), "2"],
    ];
    const receipts = [
      receipt(up("a"), "1"),
      receipt(up("b"), "2", { outcome: "conflict" }),
      receipt(up("b"), "3"),
    ];
    expect(await world(bucket, { [demo.id]: receipts }).verify()).toEqual({
      found: [],
      checked: { "version-has-receipt": 3, "receipt-has-version": 3 },
      counts: { "receipts stored": 2, "receipts conflict": 1 },
    });
  });

  it("name a version that has no receipt, by its key, and one that is gone, by its receipt", async () => {
    const { found } = await world([[up("a"), "1"]], { [demo.id]: [receipt(up("a"), "0")] }).verify();
    expect(found).toEqual([
      ["version-is-gone", { kind: "receipt", id: "receipt of 0" }],
      ["no-receipt", { kind: "version", key: up("a"), versionId: "1" }],
    ]);
  });

  it("leave alone what is younger than the watermark, and objects whose receipt says that they are gone", async () => {
    const { found, checked } = await world([[up("young"), "1", LATER]], {
      [demo.id]: [receipt(up("gone"), "1", { gone: true }), receipt(up("younger"), "1", { landedAt: LATER })],
    }).verify();
    expect(found).toEqual([]);
    expect(checked).toEqual({ "version-has-receipt": 0, "receipt-has-version": 1 });
  });

  it("know a receipt that the system has, as the tenant came later than its object", async () => {
    const receipts = { [SYSTEM_TENANT_ID]: [receipt(up("a"), "1", { outcome: "rejected" })] };
    const both = world([[up("a"), "1"]], receipts);
    expect((await both.verify()).found).toEqual([]);
    expect((await both.verify(system)).found).toEqual([]);
  });

  it("end a portion that has much wrong, and go on behind it", async () => {
    const bucket = Array.from({ length: 700 }, (_, n): Named => [up(String(n).padStart(4, "0")), "1"]);
    const { stage } = world(bucket, {});
    const scope = { asOf: ASOF, since: undefined };
    const first = await stage.portion(demo, scope, undefined);
    const second = await stage.portion(demo, scope, first.cursor);
    expect(first.violations.length).toBe(500);
    expect(second.violations.length).toBe(200);
    expect(second.cursor).toBeUndefined();
  });
});

it("the system accounts for what is in no tenant's uploads, and does not list what is", async () => {
  const bucket: Named[] = [
    ["README", "1"],
    ["tenants/demo/other", "1"],
    [up("a"), "1"],
    [up("b"), "1"],
    ["tenants/demo/uploadz", "1"],
    ["tenants/nobody/uploads/x", "1"],
    ["tenants/other/uploads/x", "1"],
    ["zz", "1"],
  ];
  const known = [receipt("README", "1"), receipt("tenants/nobody/uploads/x", "1"), receipt("zz", "1")];
  const { verify, listed } = world(bucket, { [SYSTEM_TENANT_ID]: known });
  const { found } = await verify(system);
  expect(found.map(([, subject]) => subject)).toEqual([
    { kind: "version", key: "tenants/demo/other", versionId: "1" },
    { kind: "version", key: "tenants/demo/uploadz", versionId: "1" },
  ]);
  // One of each folder tells that it is there.
  expect(listed.filter((key) => key.startsWith(up("")))).toEqual([up("a")]);
});

it("the system leaves out some tenants at a time, however many there are, and misses nothing between them", async () => {
  const slugs = Array.from({ length: 250 }, (_, n) => `t${String(n).padStart(3, "0")}`);
  const between = slugs.map((slug) => `tenants/${slug}/other`);
  const bucket = slugs.flatMap((slug): Named[] => [
    [`tenants/${slug}/other`, "1"],
    [`tenants/${slug}/uploads/a`, "1"],
    [`tenants/${slug}/uploads/b`, "1"],
  ]);
  // Every second has its receipt; one more receipt has no version.
  const known = between.filter((_, n) => n % 2 === 0).map((key) => receipt(key, "1"));
  const lost = receipt("tenants/t249/zz", "1");
  const { stage } = world(bucket, { [SYSTEM_TENANT_ID]: [...known, lost] }, slugs);
  const portions = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const portion = await stage.portion(system, { asOf: ASOF, since: undefined }, cursor);
    portions.push(portion);
    cursor = portion.cursor;
  }
  expect(portions).toHaveLength(3);
  const found = portions.flatMap(({ violations }) => violations.map(({ subject }) => subject));
  expect(found.map((subject) => ("key" in subject ? subject.key : subject.id)).sort()).toEqual(
    [...between.filter((_, n) => n % 2 === 1), lost.id].sort(),
  );
});
