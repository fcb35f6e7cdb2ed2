import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { system } from "./under-test.ts";

/**
 * Takes the database away as a failover does: connections break, and new ones are not answered for so long. Returns
 * how many connections broke.
 */
export async function takeDatabaseAway(milliseconds: number): Promise<number> {
  const pidFile = await readFile(join(system.folder, "postgres", "postmaster.pid"), "utf8");
  const postmaster = Number.parseInt(pidFile, 10);
  const client = new Client({ connectionString: system.endpoints.databaseUrl });
  await client.connect();
  try {
    process.kill(postmaster, "SIGSTOP");
    try {
      const { rowCount } = await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      await delay(milliseconds);
      return rowCount ?? 0;
    } finally {
      process.kill(postmaster, "SIGCONT");
    }
  } finally {
    await client.end();
  }
}
