/** For integration tests: a database of one's own on the server of the run, migrated, with two tenants. */
import { randomUUID } from "node:crypto";
import { Client, type Pool } from "pg";
import { inject } from "vitest";
import { migrate } from "./migrate.ts";
import { postgresPool } from "./postgres-pool.ts";
import { readMigrations } from "./read-migrations.ts";
import { registerTenant } from "./register-tenant.ts";

/** The password of the functions' role on every test server. */
export const TEST_APP_PASSWORD = "test-app-password";

export interface TestTenant {
  readonly id: string;
  readonly slug: string;
}

export interface TestDatabase extends AsyncDisposable {
  /** Connected as the owner of everything. */
  readonly owner: Client;
  readonly demo: TestTenant;
  readonly other: TestTenant;
  /** A further pool of the functions' role, as another Lambda environment would have; closed with the database. */
  appPool(): Pool;
}

export const MIGRATIONS = new URL("../../migrations", import.meta.url).pathname;

/** Makes and migrates a database; the tenants' quiet period is `quietPeriodSeconds`. */
export async function testDatabase(
  settings: { readonly quietPeriodSeconds?: number } = {},
): Promise<TestDatabase> {
  const { owner, drop } = await emptyDatabase();
  await migrate(owner, await readMigrations(MIGRATIONS), { appPassword: TEST_APP_PASSWORD });
  const demo = { id: randomUUID(), slug: "demo" };
  const other = { id: randomUUID(), slug: "other" };
  for (const tenant of [demo, other]) await registerTenant(owner, { ...tenant, ...settings });

  const pools: Pool[] = [];
  return {
    owner,
    demo,
    other,
    appPool() {
      const { host, port, database } = owner;
      const pool = postgresPool(
        { host, port, database: database ?? "", username: "accession_app", password: TEST_APP_PASSWORD },
        () => undefined,
      );
      pools.push(pool);
      return pool;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.filter(({ ended }) => !ended).map((pool) => pool.end()));
      await drop();
    },
  };
}

/** Makes a database with nothing in it. */
export async function emptyDatabase(): Promise<{ owner: Client; drop: () => Promise<void> }> {
  const url = new URL(inject("databaseUrl"));
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withServer(url, (server) => server.query(`create database ${name}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  const owner = new Client({ connectionString: own.href });
  await owner.connect();
  return {
    owner,
    async drop() {
      await owner.end();
      await withServer(url, (server) => server.query(`drop database ${name} with (force)`));
    },
  };
}

async function withServer(url: URL, use: (server: Client) => Promise<unknown>): Promise<void> {
  const server = new Client({ connectionString: url.href });
  await server.connect();
  try {
    await use(server);
  } finally {
    await server.end();
  }
}
