/** The registry of tenants. Needs the link `AppDatabase`; everything on first use. */
import { postgresTenantRegistry } from "@accession/aws/postgres/postgres-tenant-registry";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

export const tenantRegistry = lazy(() => postgresTenantRegistry(appPool()));
