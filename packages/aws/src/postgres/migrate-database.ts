import { Client } from "pg";
import { migrate, type SqlFile } from "./migrate.ts";
import { type PostgresAccess, tlsOf } from "./postgres-pool.ts";

/** Connects as the owner, directly and not through a proxy, migrates, and disconnects. See `migrate`. */
export async function migrateDatabase(
  owner: PostgresAccess,
  options: { readonly files: readonly SqlFile[]; readonly appPassword: string },
): Promise<readonly string[]> {
  const client = new Client({
    host: owner.host,
    port: owner.port,
    database: owner.database,
    user: owner.username,
    password: owner.password,
    ssl: tlsOf(owner.host),
    // A cluster that scaled down to nothing takes its time.
    connectionTimeoutMillis: 30_000,
  });
  await client.connect();
  try {
    return await migrate(client, options.files, { appPassword: options.appPassword });
  } finally {
    await client.end();
  }
}
