import { createHash } from "node:crypto";
import { type Client, DatabaseError } from "pg";
import { prepareRoles } from "./prepare-roles.ts";

/** One migration: the file's name (`0001-tenants.sql`) and its text. */
export interface SqlFile {
  readonly name: string;
  readonly sql: string;
}

/** A file that was applied earlier has another text now: history must not be rewritten. */
export class ChangedMigration extends Error {
  override readonly name = "ChangedMigration";
  constructor(file: string) {
    super(`Migration ${file} was changed after it had been applied. Write a new file instead.`);
  }
}

/** What of Postgres' error holds names of ours only. */
type Place = Pick<DatabaseError, "code" | "position" | "table" | "constraint">;

/**
 * A file failed and left no trace. Says where, by Postgres' code (https://www.postgresql.org/docs/17/errcodes-appendix.html),
 * and not what: messages and details of Postgres quote the rows that a constraint or a type does not fit.
 */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
  constructor(file: SqlFile, { code, position, table, constraint }: Place) {
    const before = file.sql.slice(0, Number(position ?? 0));
    const parts = [
      `Migration ${file.name} failed with ${code ?? "no code"}`,
      ...(position === undefined ? [] : [`at line ${before.split("\n").length}`]),
      ...(table === undefined ? [] : [`table ${table}`]),
      ...(constraint === undefined ? [] : [`constraint ${constraint}`]),
    ];
    super(`${parts.join(", ")}.`);
  }
}

/** One number for all migrators of this product ("accs"). */
const LOCK = 0x61636373;

/**
 * Brings a database up to date and returns the names of the files that it applied now, in order. Each file runs in a
 * transaction of its own; one migrator at a time works on a database. Running it again does nothing.
 *
 * `owner` is a connected client of the owning role, direct and not through a proxy. Throws `ChangedMigration`,
 * `MigrationFailed`, or the error of a connection that broke.
 */
export async function migrate(
  owner: Client,
  files: readonly SqlFile[],
  options: { readonly appPassword: string },
): Promise<readonly string[]> {
  await owner.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    await prepareRoles(owner, options.appPassword);
    await owner.query(
      `create table if not exists applied_migration (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    return await applyPending(owner, files);
  } finally {
    await owner.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

async function applyPending(owner: Client, files: readonly SqlFile[]): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string; checksum: string }>(
    "select name, checksum from applied_migration",
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const now: string[] = [];
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const checksum = createHash("sha256").update(file.sql).digest("hex");
    const before = applied.get(file.name);
    if (before === checksum) continue;
    if (before !== undefined) throw new ChangedMigration(file.name);
    await apply(owner, file, checksum);
    now.push(file.name);
  }
  return now;
}

async function apply(owner: Client, file: SqlFile, checksum: string): Promise<void> {
  await owner.query("begin");
  try {
    // Better a migration that gives up than one that makes every request queue behind its lock.
    await owner.query("set local lock_timeout = '3s'");
    await owner.query(file.sql);
    await owner.query("insert into applied_migration (name, checksum) values ($1, $2)", [
      file.name,
      checksum,
    ]);
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error instanceof DatabaseError ? new MigrationFailed(file, error) : error;
  }
}
