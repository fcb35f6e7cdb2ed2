import { randomUUID } from "node:crypto";
import { ingestObjects } from "@accession/core/ingestion/ingest-objects";
import {
  SlugTaken,
  TenantNotFound,
  type TenantSettingsToSet,
  TenantVersionMismatch,
  tenantSettingsSchema,
} from "@accession/core/tenants/tenant-registry";
import { ctStudy } from "@accession/testing/dicom/ct-study";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresStudyWaits } from "../matching/postgres-study-waits.ts";
import { studyWait } from "../matching/test-matching.ts";
import { postgresTenantRegistry } from "./postgres-tenant-registry.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { testIngest } from "./test-ingest.ts";
import { withTenant } from "./with-tenant.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const registry = () => postgresTenantRegistry(database.appPool());

async function set(slug: string, settings: Partial<TenantSettingsToSet>): Promise<void> {
  const { version } = await registry().get(slug);
  await registry().set(slug, tenantSettingsSchema.parse(settings), version);
}

describe("the registry", () => {
  it("registers a tenant once, under a slug of its own", async () => {
    const settings = tenantSettingsSchema.parse({ defaultIssuer: "RIS-ANNA" });
    const made = await registry().register({ id: randomUUID(), slug: "st-anna", settings });
    expect(made).toMatchObject({ slug: "st-anna", version: 1, settings });
    const again = registry().register({ id: randomUUID(), slug: "st-anna", settings });
    await expect(again).rejects.toThrow(SlugTaken);
    // With the system's own, which is not shown.
    const { items, cursor } = await registry().list({ limit: 2 });
    const rest = await registry().list({ limit: 2, cursor });
    expect([items.length, rest.items.length, rest.cursor]).toEqual([1, 2, undefined]);
    expect([...items, ...rest.items].map(({ slug }) => slug).toSorted()).toEqual([
      "demo",
      "other",
      "st-anna",
    ]);
  });

  it("replaces all settings on the version that was seen, and no later one", async () => {
    const { version } = await registry().get("other");
    const wanted = tenantSettingsSchema.parse({
      quietPeriodSeconds: 120,
      retentionDays: 30,
      timeZone: "Europe/Berlin",
      notifications: { operators: { email: ["ops@example.org"] } },
    });
    expect(await registry().set("other", wanted, version)).toMatchObject({
      version: version + 1,
      settings: wanted,
    });
    await expect(registry().set("other", wanted, version)).rejects.toThrow(TenantVersionMismatch);
    await set("other", {});
    expect((await registry().get("other")).settings).toEqual({ quietPeriodSeconds: 60, timeZone: "UTC" });
    expect((await registry().get("demo")).version).toBe(1);
  });

  it("knows neither a stranger nor the system's own tenant", async () => {
    for (const slug of ["nobody", "_system"])
      await expect(registry().get(slug)).rejects.toThrow(TenantNotFound);
  });

  it("is written in the tenant's own transaction only", async () => {
    const pool = database.appPool();
    const insert = withTenant(pool, database.demo.id, (transaction) =>
      transaction.query("insert into tenant (id, slug) values ($1, 'stranger')", [randomUUID()]),
    );
    await expect(insert).rejects.toThrow("row-level security");
    const update = await withTenant(pool, database.demo.id, (transaction) =>
      transaction.query("update tenant set retention_days = 1 where id = $1 returning id", [
        database.other.id,
      ]),
    );
    expect(update).toEqual([]);
    const rename = withTenant(pool, database.demo.id, (transaction) =>
      transaction.query("update tenant set slug = 'renamed' where id = $1", [database.demo.id]),
    );
    await expect(rename).rejects.toThrow("permission denied");
  });
});

describe("a setting takes effect for its tenant, and for no other", () => {
  async function ingest(slug: string, accessionNumber: string): Promise<void> {
    const world = testIngest(database);
    const { instances } = ctStudy({
      seed: Math.ceil(Math.random() * 1e9),
      slices: 1,
      size: 8,
      accessionNumber,
    });
    const objects = instances.map(({ name, bytes }) =>
      world.objects.put(`tenants/${slug}/uploads/${randomUUID()}/${name}`, bytes),
    );
    await ingestObjects(world.worker(), objects);
  }
  const studies = async (accessionNumber: string) => {
    const { rows } = await database.owner.query<{ slug: string; issuer: string; quiet: number }>(
      `select t.slug, n.issuer, extract(epoch from s.quiet_after - s.last_arrived_at)::int as quiet
       from study s join tenant t on t.id = s.tenant_id
       join study_accession_number n on n.tenant_id = s.tenant_id and n.study_id = s.id
       where n.accession_number = $1 order by t.slug`,
      [accessionNumber],
    );
    return rows;
  };

  it("quiet period and issuer, for what lands", async () => {
    await set("demo", { quietPeriodSeconds: 7, defaultIssuer: "RIS-DEMO" });
    await set("other", { quietPeriodSeconds: 700 });
    await ingest("demo", "SET-1");
    await ingest("other", "SET-1");
    expect(await studies("SET-1")).toEqual([
      { slug: "demo", issuer: "RIS-DEMO", quiet: 7 },
      { slug: "other", issuer: "", quiet: 700 },
    ]);
    await set("demo", { quietPeriodSeconds: 900 });
    await ingest("demo", "SET-2");
    expect(await studies("SET-2")).toEqual([{ slug: "demo", issuer: "", quiet: 900 }]);
  });

  it("the issuer, for what orders expect", async () => {
    await set("demo", { defaultIssuer: "RIS-DEMO" });
    const waits = (pool = database.appPool()) =>
      postgresStudyWaits(pool, {
        ids: { next: () => randomUUID() },
        clock: { now: () => new Date("2026-01-14T10:00:00Z") },
        homeRegion: "eu-central-1",
        publish: async () => undefined,
      });
    for (const tenant of [database.demo, database.other]) {
      const { procedures, ...wait } = studyWait(tenant.id, randomUUID(), ["SET-3"]);
      const unissued = procedures.map(({ issuer: _, ...procedure }) => procedure);
      await waits().register({ ...wait, procedures: unissued });
    }
    const { rows } = await database.owner.query(
      `select t.slug, p.issuer from expected_procedure p join tenant t on t.id = p.tenant_id
       where p.accession_number = 'SET-3' order by t.slug`,
    );
    expect(rows).toEqual([
      { slug: "demo", issuer: "RIS-DEMO" },
      { slug: "other", issuer: "" },
    ]);
  });
});
