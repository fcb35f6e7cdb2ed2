/** What holds the index against itself. Everything on first use. */
import { postgresIndexReading } from "@accession/aws/verification/postgres-index-reading";
import { indexStages } from "@accession/core/verification/verify-index";
import { appPool } from "./composition-postgres.ts";
import { walkOf } from "./composition-walk.ts";
import { lazy } from "./lazy.ts";

/** Needs the link `AppDatabase`. */
export const verifyIndexContext = lazy(() => walkOf(indexStages(postgresIndexReading(appPool()))));
