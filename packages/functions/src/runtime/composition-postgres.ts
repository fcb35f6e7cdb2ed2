/** The pool of the functions' role. One of the few readers of `Resource`; it connects on the first query. */
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import { Resource } from "sst";
import { faultFields } from "./fault-fields.ts";
import { logger } from "./logger.ts";

type Pool = ReturnType<typeof postgresPool>;

let pool: Pool | undefined;

/** The one pool of this environment. Needs the link `AppDatabase`. */
export function appPool(): Pool {
  pool ??= postgresPool(Resource.AppDatabase, (error) =>
    logger.warn("idle connection lost", faultFields(error)),
  );
  return pool;
}
