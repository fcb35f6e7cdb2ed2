/** Brings the database up to date, in a deployment and before anything that reads it. Runs as the owner. */
import { join } from "node:path";
import { migrateDatabase } from "@accession/aws/postgres/migrate-database";
import { readMigrations } from "@accession/aws/postgres/read-migrations";
import type { Context } from "aws-lambda";
import { ownerAccess } from "../runtime/composition-database.ts";
import { logger } from "../runtime/logger.ts";

/** The SQL files lie beside the bundle. */
const folder = () => join(process.env["LAMBDA_TASK_ROOT"] ?? process.cwd(), "migrations");

export async function handler(_event: unknown, context: Context): Promise<{ applied: readonly string[] }> {
  logger.addContext(context);
  const { owner, appPassword } = ownerAccess();
  const applied = await migrateDatabase(owner, { files: await readMigrations(folder()), appPassword });
  logger.info("database migrated", { applied });
  return { applied };
}
