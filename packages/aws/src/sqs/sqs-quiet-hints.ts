import type { QuietHint, QuietHints } from "@accession/core/studies/quiet-hints";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Entries of one SendMessageBatch. */
const MAX_ENTRIES = 10;

/** Delayed messages that hold ids only. Needs sqs:SendMessage on the queue. */
export function sqsQuietHints(client: Pick<SQSClient, "send">, queueUrl: string): QuietHints {
  return {
    async ask(hints) {
      let lost = 0;
      for (let start = 0; start < hints.length; start += MAX_ENTRIES) {
        lost += await send(client, queueUrl, hints.slice(start, start + MAX_ENTRIES));
      }
      return lost;
    },
  };
}

async function send(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  hints: readonly QuietHint[],
): Promise<number> {
  try {
    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: hints.map(({ tenantId, studyId, delaySeconds }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ tenantId, studyId }),
          DelaySeconds: delaySeconds,
        })),
      }),
    );
    return answer.Failed?.length ?? 0;
  } catch {
    // The caller counts and reports what was lost; the sweeper finds these studies by their due time.
    return hints.length;
  }
}
