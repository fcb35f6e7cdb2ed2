/** What lets rejected objects be judged anew. One of the few readers of `Resource`; everything on first use. */
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { sqsIngestRequests } from "@accession/aws/sqs/sqs-ingest-requests";
import type { RetryRejectionsContext } from "@accession/core/operations/retry-rejections";
import { Resource } from "sst";
import { appPool } from "./composition-postgres.ts";
import { searchedReceiptDirectory } from "./composition-queries.ts";
import { lazy } from "./lazy.ts";
import { uuidIds } from "./uuid-ids.ts";

/** Needs the links `AppDatabase` and `IngestQueue`, and sqs:SendMessage on the queue. */
export const retryContext = lazy(
  (): RetryRejectionsContext => ({
    tenants: postgresTenantDirectory(appPool()),
    receipts: searchedReceiptDirectory(),
    requests: sqsIngestRequests(sqsClient(), Resource.IngestQueue.url),
    ids: uuidIds,
  }),
);
