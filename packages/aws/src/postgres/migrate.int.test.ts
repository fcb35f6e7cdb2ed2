import type { Client } from "pg";
import { Client as PgClient } from "pg";
import { afterEach, describe, expect, inject, it } from "vitest";
import { ChangedMigration, migrate } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";
import { registerTenant } from "./register-tenant.ts";
import { emptyDatabase, MIGRATIONS, TEST_APP_PASSWORD } from "./test-database.ts";

const options = { appPassword: TEST_APP_PASSWORD };
const drops: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const drop of drops.splice(0)) await drop();
});

async function database(): Promise<Client> {
  const { owner, drop } = await emptyDatabase();
  drops.push(drop);
  return owner;
}

describe("migrating", () => {
  it("applies every file once", async () => {
    const owner = await database();
    const files = await readMigrations(MIGRATIONS);
    expect(await migrate(owner, files, options)).toEqual(files.map((file) => file.name));
    expect(await migrate(owner, files, options)).toEqual([]);
  });

  it("migrates several databases of one server at the same time", async () => {
    const owners = await Promise.all([database(), database(), database()]);
    const files = await readMigrations(MIGRATIONS);
    const applied = await Promise.all(owners.map((owner) => migrate(owner, files, options)));
    expect(applied.map((names) => names.length)).toEqual([files.length, files.length, files.length]);
  });

  it("refuses a file that was changed after it had been applied", async () => {
    const owner = await database();
    const file = { name: "0001-a.sql", sql: "create table a (id int)" };
    await migrate(owner, [file], options);
    await expect(migrate(owner, [{ ...file, sql: "create table b (id int)" }], options)).rejects.toThrow(
      ChangedMigration,
    );
  });

  it("says where a file failed, and nothing of the rows that it failed on", async () => {
    const owner = await database();
    const rows = {
      name: "0001-rows.sql",
      sql: "create table a (name text); insert into a values ('Doe'), ('Doe')",
    };
    await migrate(owner, [rows], options);
    const unique = { name: "0002-unique.sql", sql: "create unique index only_once on a (name)" };
    const typed = { name: "0002-typed.sql", sql: "alter table a alter name type int\nusing name::int" };
    const wrong = { name: "0002-wrong.sql", sql: "select 1;\nselct 2" };
    for (const [file, said] of [
      [unique, "Migration 0002-unique.sql failed with 23505, table a, constraint only_once."],
      [typed, "Migration 0002-typed.sql failed with 22P02."],
      [wrong, "Migration 0002-wrong.sql failed with 42601, at line 2."],
    ] as const) {
      const error: unknown = await migrate(owner, [rows, file], options).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: "MigrationFailed", message: said });
      // The Lambda service logs every field of what is thrown.
      expect(JSON.stringify(Object.entries(error as object)) + String((error as Error).stack)).not.toContain(
        "Doe",
      );
      expect(error).not.toHaveProperty("cause");
    }
  });

  it("leaves no trace of a file that fails, and keeps those before it", async () => {
    const owner = await database();
    const good = { name: "0001-good.sql", sql: "create table good (id int)" };
    const bad = { name: "0002-bad.sql", sql: "create table half (id int); select 1 / 0" };
    await expect(migrate(owner, [bad, good], options)).rejects.toThrow(
      "Migration 0002-bad.sql failed with 22012.",
    );
    const { rows } = await owner.query("select to_regclass('good') as good, to_regclass('half') as half");
    expect(rows).toEqual([{ good: "good", half: null }]);
    expect(await migrate(owner, [good], options)).toEqual([]);
  });

  it("works for an owner without superuser rights, as on Aurora, whom row-level security binds too", async () => {
    const superuser = await database();
    const name = superuser.database ?? "";
    await superuser.query(`create role owner_of_${name} login createrole password 'x'`);
    await superuser.query(`alter database ${name} owner to owner_of_${name}`);
    for (const role of ["accession_app", "accession_sweeper"]) {
      // On this server other tests made the roles; a CREATEROLE owner manages those that it made or administers.
      await superuser.query(
        `do $$ begin create role ${role}; exception when duplicate_object then null; end $$`,
      );
      await superuser.query(`grant ${role} to owner_of_${name} with admin option, inherit false`);
    }
    const url = new URL(inject("databaseUrl"));
    const owner = new PgClient({
      host: url.hostname,
      port: Number(url.port),
      database: name,
      user: `owner_of_${name}`,
      password: "x",
    });
    await owner.connect();
    try {
      const files = await readMigrations(MIGRATIONS);
      expect(await migrate(owner, files, options)).toHaveLength(files.length);
      await registerTenant(owner, { id: "01990000-0000-7000-8000-000000000001", slug: "demo" });
      const { rows } = await owner.query("select count(*)::int as seen from tenant");
      expect(rows).toEqual([{ seen: 0 }]);
      const { rows: found } = await owner.query("select across_tenants.tenant_by_slug('demo') as id");
      expect(found).toEqual([{ id: "01990000-0000-7000-8000-000000000001" }]);
    } finally {
      await owner.end();
      await superuser.query(`reassign owned by owner_of_${name} to current_user`);
      await superuser.query(`drop owned by owner_of_${name}`);
      await superuser.query(`drop role owner_of_${name}`);
    }
  });
});
