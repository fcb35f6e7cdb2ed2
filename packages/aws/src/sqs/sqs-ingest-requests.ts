import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import type { IngestRequests } from "@accession/core/operations/reingest";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Entries of one SendMessageBatch. A message is at most 2 KB: keys have 1024 bytes. */
const MAX_ENTRIES = 10;

/** Sends what the rule of S3's events would send. Needs sqs:SendMessage on the queue. */
export function sqsIngestRequests(client: Pick<SQSClient, "send">, queueUrl: string): IngestRequests {
  return {
    async send(objects) {
      let left = 0;
      for (let start = 0; start < objects.length; start += MAX_ENTRIES) {
        const answer = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: objects.slice(start, start + MAX_ENTRIES).map((object, index) => ({
              Id: String(index),
              MessageBody: JSON.stringify(objectCreated(object)),
            })),
          }),
        );
        left += answer.Failed?.length ?? 0;
      }
      return left;
    },
  };
}

/** S3 User Guide, "EventBridge event message structure": what a consumer of it reads. */
function objectCreated(object: UploadedObject) {
  const { eventId, landedAt, bucket, key, size, etag, versionId, judgeAnew } = object;
  return {
    version: "0",
    id: eventId,
    "detail-type": "Object Created",
    source: "aws.s3",
    time: landedAt.toISOString(),
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: {
        key,
        size,
        ...(etag !== undefined && { etag }),
        ...(versionId !== "null" && { "version-id": versionId }),
      },
      reason: judgeAnew === true ? "Retry" : "Reingest",
    },
  };
}
