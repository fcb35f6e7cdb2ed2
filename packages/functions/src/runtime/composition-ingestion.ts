/** What the handlers of files are made of. One of the few readers of `Resource`; everything on first use. */
import { postgresIngestStore } from "@accession/aws/postgres/postgres-ingest-store";
import { postgresTenantDirectory } from "@accession/aws/postgres/postgres-tenant-directory";
import { s3Client } from "@accession/aws/s3/s3-client";
import { s3ObjectReader } from "@accession/aws/s3/s3-object-reader";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { sqsQuietHints } from "@accession/aws/sqs/sqs-quiet-hints";
import type { IngestContext } from "@accession/core/ingestion/ingest-objects";
import { Resource } from "sst";
import { publishContext } from "./composition-events.ts";
import { appPool } from "./composition-postgres.ts";
import { homeRegion } from "./home-region.ts";
import { lazy } from "./lazy.ts";
import { pathStyle } from "./path-style.ts";
import { uuidIds } from "./uuid-ids.ts";

/**
 * Needs the links `AppDatabase`, `Bus`, `StudyQuietQueue`; s3:GetObject, s3:GetObjectVersion and s3:ListBucket on the
 * uploads; events:PutEvents on the bus; sqs:SendMessage on the queue.
 */
export const ingestContext = lazy(
  (): IngestContext => ({
    ...publishContext(),
    tenants: postgresTenantDirectory(appPool()),
    reader: s3ObjectReader(s3Client({ pathStyle: pathStyle() })),
    store: postgresIngestStore(appPool()),
    quietHints: sqsQuietHints(sqsClient(), Resource.StudyQuietQueue.url),
    ids: uuidIds,
    homeRegion: homeRegion(),
  }),
);
