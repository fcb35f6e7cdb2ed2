/** What records removed files. Needs the link `AppDatabase`; everything on first use. */
import { postgresRemovalStore } from "@accession/aws/postgres/postgres-removal-store";
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

export const removalContext = lazy(() => ({
  tenants: postgresTenantDirectory(appPool()),
  removals: postgresRemovalStore(appPool()),
}));
