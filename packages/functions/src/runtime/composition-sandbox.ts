/** The connection of the sandbox gateway and carrier. One of the few readers of `Resource`; it connects on first use. */
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import { Resource } from "sst";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

/** Another system's connection: what it commits does not depend on our transactions. */
export const sandboxPool = lazy(() =>
  postgresPool(Resource.AppDatabase, (error) => logger.warn("idle connection lost", faultFields(error))),
);
