import { ChangeMessageVisibilityBatchCommand, GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** A message in flight, and for how long it shall stay out of sight. */
export interface Postponement {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** Keeps failed messages out of sight for longer than the queue's own timeout would, or shorter. */
export interface MessageVisibility {
  /** Answers how many could not be postponed; those come back after the queue's visibility timeout. */
  postpone(queueArn: string, messages: readonly Postponement[]): Promise<number>;
}

const MAX_ENTRIES = 10;

/** Needs sqs:GetQueueUrl and sqs:ChangeMessageVisibility, which every consumer of a queue has. */
export function sqsMessageVisibility(client: Pick<SQSClient, "send">): MessageVisibility {
  const urls = new Map<string, string>();
  async function urlOf(queueArn: string): Promise<string> {
    const known = urls.get(queueArn);
    if (known !== undefined) return known;
    const [, , , , account, name] = queueArn.split(":");
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account }),
    );
    if (QueueUrl === undefined) throw new Error("SQS named no URL for the queue");
    urls.set(queueArn, QueueUrl);
    return QueueUrl;
  }
  return {
    async postpone(queueArn, messages) {
      const queueUrl = await urlOf(queueArn);
      let left = 0;
      for (let start = 0; start < messages.length; start += MAX_ENTRIES) {
        const answer = await client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queueUrl,
            Entries: messages.slice(start, start + MAX_ENTRIES).map(({ receiptHandle, seconds }, index) => ({
              Id: String(index),
              ReceiptHandle: receiptHandle,
              VisibilityTimeout: seconds,
            })),
          }),
        );
        left += answer.Failed?.length ?? 0;
      }
      return left;
    },
  };
}
