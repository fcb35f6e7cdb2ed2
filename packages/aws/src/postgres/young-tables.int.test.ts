/** Plans of what every file asks for, while Postgres has no statistics yet: a new system, or a first large import. */
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RECEIPTS_OF_VERSIONS } from "./known-versions.ts";
import { rowsJson } from "./rows-json.ts";
import { type TestDatabase, testDatabase } from "./test-database.ts";

const RECEIPTS = 2_000;
let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await testDatabase();
  owner = database.owner;
  await owner.query("select set_config('app.tenant_id', $1, false)", [database.demo.id]);
  await owner.query("alter table receipt set (autovacuum_enabled = false)");
});
afterAll(() => database[Symbol.asyncDispose]());

async function planOf(explained: string, values: readonly unknown[] = []): Promise<string> {
  const { rows } = await owner.query<{ "QUERY PLAN": string }>(`explain ${explained}`, [...values]);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

describe("a check of a foreign key, planned when the tables were empty,", () => {
  it("goes by the key that is referred to", async () => {
    const { rows: keys } = await owner.query<{
      name: string;
      target: string;
      index: string;
      columns: string[];
    }>(`
      select k.conname as name, k.confrelid::regclass::text as target, k.conindid::regclass::text as index,
        (select array_agg(a.attname::text order by n) from unnest(k.confkey) with ordinality as u(attnum, n)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum) as columns
      from pg_constraint k where k.contype = 'f' and k.conrelid in ('receipt'::regclass, 'instance'::regclass)`);
    expect(keys.length).toBeGreaterThan(3);
    await owner.query("set plan_cache_mode = force_generic_plan");
    for (const { name, target, index, columns } of keys) {
      // As ri_PlanCheck of Postgres writes it.
      const conditions = columns.map((column, at) => `${column} = $${at + 1}`).join(" and ");
      const types = columns.map(() => "uuid").join(", ");
      await owner.query(
        `prepare "${name}"(${types}) as select 1 from only ${target} x where ${conditions} for key share of x`,
      );
      const plan = await planOf(`execute "${name}"(${columns.map(() => "null").join(", ")})`);
      expect([name, plan]).toEqual([name, expect.stringContaining(`Index Scan using ${index} `)]);
    }
    await owner.query("reset plan_cache_mode");
  });
});

describe("looking up the receipts of a batch", () => {
  it("reads no others, also when the table was never analyzed", async () => {
    await owner.query(
      `insert into receipt (tenant_id, id, bucket, object_key, version_id, byte_count, landed_at, received_at, outcome,
         reason_code, correlation_id)
       select $1, gen_random_uuid(), 'uploads', 'tenants/demo/uploads/' || n, 'v' || n, 1, now(), now(), 'rejected', 'pdf', 'c'
       from generate_series(1, ${RECEIPTS}) n`,
      [database.demo.id],
    );
    const versions = Array.from({ length: 100 }, (_, n) => ({
      bucket: "uploads",
      object_key: `tenants/demo/uploads/${n + 1}`,
      version_id: `v${n + 1}`,
    }));
    const values = [database.demo.id, rowsJson(versions)];
    const plan = await planOf(`(analyze, timing off) ${RECEIPTS_OF_VERSIONS}`, values);
    expect(plan).toMatch(/Index Scan using receipt\S* on receipt f .*rows=1 loops=100/);
    expect(plan).not.toContain("Rows Removed");
  });
});
