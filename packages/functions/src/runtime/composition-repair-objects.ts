/** What sends objects without a receipt to ingestion. One of the few readers of `Resource`; everything on first use. */
import { s3Client } from "@accession/aws/s3/s3-client";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { sqsIngestRequests } from "@accession/aws/sqs/sqs-ingest-requests";
import { s3VersionListing } from "@accession/aws/verification/s3-version-listing";
import type { RepairObjectsContext } from "@accession/core/verification/repair-objects";
import { Resource } from "sst";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";
import { uuidIds } from "./uuid-ids.ts";

/** Needs the links `Uploads` and `IngestQueue`; s3:ListBucketVersions, and sqs:SendMessage on the queue. */
export const repairObjectsContext = lazy(
  (): RepairObjectsContext => ({
    versions: s3VersionListing(s3Client({ pathStyle: pathStyle() }), Resource.Uploads.name),
    requests: sqsIngestRequests(sqsClient(), Resource.IngestQueue.url),
    ids: uuidIds,
  }),
);
