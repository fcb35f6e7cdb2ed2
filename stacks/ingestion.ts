import { bus, publishEvents } from "../infra/bus.ts";
import { appDatabase } from "../infra/database.ts";
import { rule } from "../infra/rule.ts";
import { schedule } from "../infra/schedule.ts";
import { deleteUploads, readUploads, tellMissingUploads, uploads, uploadsBucket } from "../infra/storage.ts";
import { workQueue } from "../infra/work-queue.ts";
import { askForQuiet, studyQuietQueue } from "./studies.ts";

/** S3 → default bus → this queue → receipts, studies, series, instances in one transaction per tenant and batch. */
export const ingestQueue = workQueue("Ingest", {
  consumerName: "on-file-uploaded",
  consumer: {
    handler: "packages/functions/src/ingestion/on-file-uploaded",
    link: [appDatabase, bus, studyQuietQueue],
    permissions: [readUploads, tellMissingUploads, publishEvents, askForQuiet],
    timeoutSeconds: 60,
    memory: "1024 MB",
    inVpc: true,
  },
  batchSize: 100,
  windowSeconds: 1,
  maximumConcurrency: 10,
  maximumAgeSeconds: 300,
});

rule("FileUploaded", {
  busName: "default",
  pattern: {
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [uploadsBucket.name] } },
  },
  to: ingestQueue,
});

/** Versions that a person or the lifecycle removed for good. A delete marker removes none. */
const removalQueue = workQueue("ObjectDeleted", {
  consumerName: "on-object-deleted",
  consumer: {
    handler: "packages/functions/src/ingestion/on-object-deleted",
    link: [appDatabase],
    timeoutSeconds: 30,
    inVpc: true,
  },
  batchSize: 100,
  windowSeconds: 1,
  maximumConcurrency: 2,
  maximumAgeSeconds: 1800,
});

rule("ObjectDeleted", {
  busName: "default",
  pattern: {
    source: ["aws.s3"],
    "detail-type": ["Object Deleted"],
    detail: { bucket: { name: [uploadsBucket.name] }, "deletion-type": ["Permanently Deleted"] },
  },
  to: removalQueue,
});

/** Deletes the files whose tenant's retention is over. */
schedule("SweepRetention", {
  every: "15 minutes",
  consumerName: "sweep-retention",
  consumer: {
    handler: "packages/functions/src/retention/sweep-retention",
    link: [appDatabase, uploads],
    permissions: [deleteUploads],
    timeoutSeconds: 60,
    inVpc: true,
    reservedConcurrency: 1,
  },
});
