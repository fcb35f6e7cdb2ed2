import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@accession/aws/postgres/migrate";
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import { readMigrations } from "@accession/aws/postgres/read-migrations";
import { registerTenant } from "@accession/aws/postgres/register-tenant";
import { freePort } from "@accession/local/engine/free-port";
import { type PostgresServer, startPostgres } from "@accession/local/postgres/start-postgres";
import { fillIndex } from "@accession/testing/studies/fill-index";
import { Client, type Pool } from "pg";

/** Sizes as hospitals have them; `first`: how many studies come before a tenant's own. */
export const TENANTS = [10_000, 5_000, 2_500, 2_500].map((studies, index, all) => ({
  id: `01990000-0000-7000-8000-00000000000${index}`,
  slug: `hospital-${index}`,
  studies,
  first: all.slice(0, index).reduce((sum, one) => sum + one, 0),
}));

export interface SampleServer extends AsyncDisposable {
  /** Of the functions' role, one connection each. */
  readonly pools: readonly [Pool, ...Pool[]];
  /** What is in it, in words, and how long that took. */
  readonly contents: string;
  readonly seconds: number;
}

const PASSWORD = "bench";
const POOLS = 4;

/** A Postgres of its own with a million instances. */
export async function startSampleServer(seed: number): Promise<SampleServer> {
  const folder = await mkdtemp(join(tmpdir(), "accession-bench-"));
  const server = await startPostgres({ folder, port: await freePort(), lasting: false, signal: undefined });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return await filled(server, seed, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function filled(
  server: PostgresServer,
  seed: number,
  stop: () => Promise<void>,
): Promise<SampleServer> {
  const owner = new Client({ connectionString: server.url });
  await owner.connect();
  const started = performance.now();
  let contents: string;
  try {
    const migrations = new URL("../../../packages/aws/migrations", import.meta.url).pathname;
    await migrate(owner, await readMigrations(migrations), { appPassword: PASSWORD });
    for (const { id, slug } of TENANTS) await registerTenant(owner, { id, slug });
    await fillIndex((text, values) => owner.query(text, values && [...values]), {
      seed,
      tenants: TENANTS,
      density: 1,
    });
    contents = await countRows(owner);
  } finally {
    await owner.end();
  }
  const pool = () =>
    postgresPool(
      {
        host: server.host,
        port: server.port,
        database: "postgres",
        username: "accession_app",
        password: PASSWORD,
      },
      () => undefined,
    );
  const pools: [Pool, ...Pool[]] = [pool(), ...Array.from({ length: POOLS - 1 }, pool)];
  return {
    pools,
    contents,
    seconds: Math.round((performance.now() - started) / 1000),
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map((one) => one.end()));
      await stop();
    },
  };
}

async function countRows(owner: Client): Promise<string> {
  const { rows } = await owner.query<{ contents: string }>(
    `select (select count(*) from instance) || ' instances, ' || (select count(*) from series) || ' series, '
       || (select count(*) from study) || ' studies' as contents`,
  );
  return rows[0]?.contents ?? "";
}
