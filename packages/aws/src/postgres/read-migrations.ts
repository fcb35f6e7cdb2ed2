import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SqlFile } from "./migrate.ts";

/** Reads every `.sql` file of a folder, in the order of their names. */
export async function readMigrations(folder: string): Promise<readonly SqlFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      sql: await readFile(join(folder, name), "utf8"),
    })),
  );
}
