import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";

export const INGEST_QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:accession-ingest";

/** A message as Lambda hands it over. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<
    Record<
      "ApproximateReceiveCount" | "SentTimestamp" | "SenderId" | "ApproximateFirstReceiveTimestamp",
      string
    >
  >;
  readonly messageAttributes: Readonly<Record<string, never>>;
  readonly md5OfBody: string;
  readonly eventSource: "aws:sqs";
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** S3's "Object Created" of one upload in a message of the ingest queue, received `receiveCount` times. */
export function fileUploadedRecord(object: UploadedObject, receiveCount = 1): QueueRecord {
  return {
    messageId: `message-${object.eventId}`,
    receiptHandle: `receipt-${object.eventId}-${receiveCount}`,
    body: JSON.stringify({
      version: "0",
      id: object.eventId,
      "detail-type": "Object Created",
      source: "aws.s3",
      account: "000000000000",
      time: object.landedAt.toISOString(),
      region: "us-east-1",
      resources: [`arn:aws:s3:::${object.bucket}`],
      detail: {
        version: "0",
        bucket: { name: object.bucket },
        object: {
          key: object.key,
          size: object.size,
          etag: object.etag,
          "version-id": object.versionId,
          sequencer: object.sequencer,
        },
        "request-id": "N4N7GDK58NMKJ12R",
        requester: "000000000000",
        "source-ip-address": "192.0.2.1",
        reason: "PutObject",
      },
    }),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(object.landedAt.getTime()),
      SenderId: "events.amazonaws.com",
      ApproximateFirstReceiveTimestamp: String(object.landedAt.getTime()),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: INGEST_QUEUE_ARN,
    awsRegion: "us-east-1",
  };
}
