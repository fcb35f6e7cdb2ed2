/** Connections to Postgres, made on the first query. One of the few readers of `Resource`. Needs the link `AppDatabase`. */
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import { Resource } from "sst";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

const pool = () =>
  postgresPool(Resource.AppDatabase, (error) => logger.warn("idle connection lost", faultFields(error)));

/** The one pool of this environment, in the functions' role. */
export const appPool = lazy(pool);

/** That of the sandbox gateway and carrier: another system's, so what it commits does not depend on our transactions. */
export const sandboxPool = lazy(pool);
