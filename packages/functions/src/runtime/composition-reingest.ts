/** What sends objects through ingestion again. One of the few readers of `Resource`; everything on first use. */
import { postgresReceiptDirectory } from "@accession/aws/postgres/postgres-receipt-directory";
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { s3Client } from "@accession/aws/s3/s3-client";
import { s3ObjectListing } from "@accession/aws/s3/s3-object-listing";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { sqsIngestRequests } from "@accession/aws/sqs/sqs-ingest-requests";
import type { ReingestContext } from "@accession/core/operations/reingest";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";
import { uuidIds } from "./uuid-ids.ts";

/** Needs the links `AppDatabase`, `Uploads`, `IngestQueue`; s3:ListBucketVersions, and sqs:SendMessage on the queue. */
export const reingestContext = lazy(
  (): ReingestContext => ({
    tenants: postgresTenantDirectory(appPool()),
    receipts: postgresReceiptDirectory(appPool()),
    listing: s3ObjectListing(s3Client({ pathStyle: pathStyle() }), Resource.Uploads.name),
    requests: sqsIngestRequests(sqsClient(), Resource.IngestQueue.url),
    ids: uuidIds,
  }),
);
