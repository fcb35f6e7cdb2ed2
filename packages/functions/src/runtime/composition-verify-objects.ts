/** What holds the bucket against the receipts. One of the few readers of `Resource`; everything on first use. */
import { postgresTenantList } from "@accession/aws/postgres/postgres-tenant-list";
import { s3Client } from "@accession/aws/s3/s3-client";
import { postgresReceiptListing } from "@accession/aws/verification/postgres-receipt-listing";
import { s3VersionListing } from "@accession/aws/verification/s3-version-listing";
import { allSlugs } from "@accession/core/verification/all-slugs";
import { objectsStage } from "@accession/core/verification/verify-objects";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { walkOf } from "./composition-walk.ts";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";

/** Needs the links `AppDatabase` and `Uploads`, and s3:ListBucketVersions on the uploads. */
export const verifyObjectsContext = lazy(() =>
  walkOf([
    objectsStage({
      versions: s3VersionListing(s3Client({ pathStyle: pathStyle() }), Resource.Uploads.name),
      receipts: postgresReceiptListing(appPool(), Resource.Uploads.name),
      slugs: () => allSlugs(postgresTenantList(appPool())),
    }),
  ]),
);
