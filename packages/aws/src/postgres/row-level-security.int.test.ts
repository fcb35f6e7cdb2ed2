import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";
import { withTenant } from "./with-tenant.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** Tables of ours in every schema; the migrator's own has no tenant. */
const OURS = `
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and c.relname <> 'applied_migration'`;

describe("the catalogue", () => {
  it("has forced row-level security with a policy for reading and writing on every table", async () => {
    const { rows } = await database.owner.query<{ name: string; forced: boolean; isolated: boolean }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polroles = '{0}'
          and pg_get_expr(p.polqual, p.polrelid) like '%current_tenant()%'
          and pg_get_expr(p.polwithcheck, p.polrelid) like '%current_tenant()%') as isolated ${OURS}`);
    expect(rows.length).toBeGreaterThan(9);
    expect(rows.filter((row) => !row.forced || !row.isolated)).toEqual([]);
  });

  it("opens no table further than to the sweeper, and to it for reading only", async () => {
    const { rows } = await database.owner.query(`
      select c.relname, p.polname, p.polcmd from pg_policy p join pg_class c on c.oid = p.polrelid
      where p.polname <> 'tenant_isolation'
        and not (p.polcmd = 'r' and p.polroles = array['accession_sweeper'::regrole::oid])`);
    expect(rows).toEqual([]);
  });

  it("has the tenant first in every index, so in every primary and unique key", async () => {
    const { rows } = await database.owner.query<{ index: string }>(`
      select i.indexrelid::regclass::text as index
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'pg_toast')
        and c.relname not in ('applied_migration', 'tenant') and a.attname <> 'tenant_id'`);
    expect(rows).toEqual([]);
  });

  it("has the tenant in every foreign key", async () => {
    const { rows } = await database.owner.query<{ key: string }>(`
      select k.conname as key from pg_constraint k
      where k.contype = 'f' and not exists (
        select from unnest(k.conkey) as part
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = part where a.attname = 'tenant_id')`);
    expect(rows).toEqual([]);
  });

  it("keeps row-level security on in every view", async () => {
    const { rows } = await database.owner.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and n.nspname not in ('pg_catalog', 'information_schema')
        and not coalesce('security_invoker=true' = any(c.reloptions), false)`);
    expect(rows).toEqual([]);
  });

  it("lets the functions' role own nothing, pass no policy, and change no definition", async () => {
    const { rows } = await database.owner.query(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owned,
        has_schema_privilege('accession_app', 'public', 'create') as creates
      from pg_roles r where rolname = 'accession_app'`);
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        owned: 0,
        creates: false,
      },
    ]);
  });

  it("fixes the search path of every function that runs with its owner's rights", async () => {
    const { rows } = await database.owner.query(`
      select p.proname, p.proowner::regrole::text as owner, p.proconfig from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row).toMatchObject({
        owner: "accession_sweeper",
        proconfig: ["search_path=pg_catalog, pg_temp"],
      });
    }
  });
});

describe("the functions' role", () => {
  const insert = "insert into processed_event (tenant_id, consumer, event_id) values ($1, 'test', $2)";
  const eventId = "01990000-0000-7000-8000-0000000000aa";

  it("sees nothing without a tenant, in a pooled connection that had one", async () => {
    const pool = database.appPool();
    await withTenant(pool, database.demo.id, (tx) => tx.query(insert, [database.demo.id, eventId]));
    const seen = await withTenant(pool, database.demo.id, (tx) => tx.query("select from processed_event"));
    expect(seen).toHaveLength(1);
    const without = await pool.query(
      "select (select count(*) from processed_event) + (select count(*) from tenant) as n",
    );
    expect(without.rows).toEqual([{ n: "0" }]);
  });

  it("neither sees nor writes another tenant's rows", async () => {
    const pool = database.appPool();
    const seen = await withTenant(pool, database.other.id, (tx) => tx.query("select from processed_event"));
    expect(seen).toHaveLength(0);
    const writing = withTenant(pool, database.other.id, (tx) =>
      tx.query(insert, [database.demo.id, eventId]),
    );
    await expect(writing).rejects.toThrow("row-level security");
    const changing = await withTenant(pool, database.other.id, (tx) =>
      tx.query("delete from processed_event returning consumer"),
    );
    expect(changing).toHaveLength(0);
  });

  it("cannot reach across tenants but through the functions that answer ids", async () => {
    const pool = database.appPool();
    const { rows } = await pool.query("select across_tenants.tenant_by_slug('other') as id");
    expect(rows).toEqual([{ id: database.other.id }]);
    await expect(pool.query("set role accession_sweeper")).rejects.toThrow("permission denied");
    await expect(pool.query("alter table tenant disable row level security")).rejects.toThrow(
      "must be owner",
    );
  });
});
