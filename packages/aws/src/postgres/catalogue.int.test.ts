import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "./test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function select<Row extends object>(sql: string): Promise<readonly Row[]> {
  return (await database.owner.query<Row>(sql)).rows;
}

/** Tables of ours in every schema; the migrator's own has no tenant. */
const OURS = `from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and c.relname <> 'applied_migration'`;
const TENANT_OF = `case c.relname when 'tenant' then 'id' else 'tenant_id' end`;

const WITHOUT_TENANT = `select c.oid::regclass::text as name ${OURS} and not exists (
  select from pg_attribute a join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indkey[0] = a.attnum
  where a.attrelid = c.oid and a.attname = ${TENANT_OF} and a.attnotnull and a.atttypid = 'uuid'::regtype)`;

describe("every table", () => {
  it("has a column of its tenant that is never empty, and a primary key that begins with it", async () => {
    expect(await select(WITHOUT_TENANT)).toEqual([]);
    await select("begin");
    await select("create table loose (id uuid primary key, tenant_id uuid not null)");
    expect(await select(WITHOUT_TENANT)).toEqual([{ name: "loose" }]);
    await select("rollback");
  });

  it("shows and takes the rows of the transaction's tenant, and says nothing else", async () => {
    const policies = await select<{ name: string; shows: string; takes: string; permissive: boolean }>(`
      select c.relname as name, pg_get_expr(p.polqual, p.polrelid) as shows,
        pg_get_expr(p.polwithcheck, p.polrelid) as takes, p.polpermissive as permissive
      from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'tenant_isolation'`);
    const tables = await select<{ name: string }>(`select c.relname as name ${OURS}`);
    expect(policies.map(({ name }) => name).toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
    for (const { name, ...policy } of policies) {
      const rule = `(${name === "tenant" ? "id" : "tenant_id"} = current_tenant())`;
      expect([name, policy]).toEqual([name, { shows: rule, takes: rule, permissive: true }]);
    }
  });

  it("refers to rows of the same tenant: the two tenants stand at one place of each foreign key", async () => {
    const wrong = await select(`
      select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and n.nspname not in ('pg_catalog', 'information_schema') and not exists (
        select from generate_subscripts(k.conkey, 1) as i
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[i]
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[i]
        where a.attname = 'tenant_id'
          and b.attname = case k.confrelid::regclass::text when 'tenant' then 'id' else 'tenant_id' end)`);
    expect(wrong).toEqual([]);
  });
});

interface Grants {
  readonly name: string;
  readonly grants: readonly string[];
}

/** What `grantee` may do with whole tables and views; `0` is everybody. */
const grantsOf = (grantee: string) =>
  select<Grants>(`
    select n.nspname || '.' || c.relname as name, array_agg(g.privilege_type::text order by g.privilege_type) as grants
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
    where n.nspname not in ('pg_catalog', 'information_schema') and c.relkind in ('r', 'p', 'v', 'S')
      and g.grantee = ${grantee}
    group by 1 order by 1`);

describe("the functions' role", () => {
  it("reads and writes rows, and may do nothing else with a table", async () => {
    const rowsOnly = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);
    const grants = await grantsOf("'accession_app'::regrole");
    expect(grants.length).toBeGreaterThan(12);
    expect(grants.filter((one) => !one.grants.every((grant) => rowsOnly.has(grant)))).toEqual([]);
  });

  it.each([
    ["what landed and what became of it", "public.receipt", ["INSERT", "SELECT", "UPDATE"]],
    ["who decided about links", "public.study_link_history", ["INSERT", "SELECT"]],
    ["payments", "public.payment", ["INSERT", "SELECT", "UPDATE"]],
    ["calls of the gateway", "public.payment_attempt", ["INSERT", "SELECT", "UPDATE"]],
  ])("cannot delete the record of %s", async (_what, table, granted) => {
    const grants = await grantsOf("'accession_app'::regrole");
    expect(grants.find(({ name }) => name === table)?.grants).toEqual(granted);
  });

  it("reads of the migrator's table nothing, and is no member of another role", async () => {
    const grants = await grantsOf("'accession_app'::regrole");
    expect(grants.map(({ name }) => name)).not.toContain("public.applied_migration");
    expect(await select("select from pg_auth_members where member = 'accession_app'::regrole")).toEqual([]);
  });
});

it("gives nothing to everybody, and the sweeper columns only", async () => {
  expect(await grantsOf("0")).toEqual([]);
  expect(await grantsOf("'accession_sweeper'::regrole")).toEqual([]);
});

it("lets the sweeper see no column that could hold patient data", async () => {
  const columns = await select<{ place: string }>(`
    select c.relname || '.' || a.attname as place
    from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) g
    where g.grantee = 'accession_sweeper'::regrole order by 1`);
  expect(columns.length).toBeGreaterThan(10);
  const telling = /patient|name|birth|sex|number|uid|description|text|note|key$|evidence|attributes|envelope/;
  expect(columns.filter(({ place }) => telling.test(place.split(".")[1] ?? ""))).toEqual([]);
});

it("lets nobody but the functions' role call what looks across tenants", async () => {
  const callers = await select(`
    select p.proname, g.grantee::regrole::text as caller from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
    where n.nspname = 'across_tenants' and g.grantee not in (p.proowner, 'accession_app'::regrole)`);
  expect(callers).toEqual([]);
});
