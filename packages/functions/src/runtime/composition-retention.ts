/** What ends old files. One of the few readers of `Resource`; everything on first use. */
import { postgresRemovalStore } from "@accession/aws/postgres/postgres-removal-store";
import { postgresRetentionStore } from "@accession/aws/retention/postgres-retention-store";
import { s3Client } from "@accession/aws/s3/s3-client";
import { s3VersionRemover } from "@accession/aws/s3/s3-version-remover";
import type { RetentionContext } from "@accession/core/retention/sweep-retention";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";
import { systemClock } from "./system-clock.ts";

/** Needs the links `AppDatabase` and `Uploads`, and s3:DeleteObjectVersion. */
export const retentionContext = lazy(
  (): RetentionContext => ({
    retention: postgresRetentionStore(appPool()),
    remover: s3VersionRemover(s3Client({ pathStyle: pathStyle() }), Resource.Uploads.name),
    removals: postgresRemovalStore(appPool()),
    clock: systemClock,
  }),
);
