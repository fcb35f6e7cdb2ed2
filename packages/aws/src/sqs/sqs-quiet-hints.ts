import type { HintFailure, QuietHint, QuietHints } from "@accession/core/studies/quiet-hints";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** Entries of one SendMessageBatch. */
const MAX_ENTRIES = 10;

/** Delayed messages that hold ids only. Needs sqs:SendMessage on the queue. */
export function sqsQuietHints(client: Pick<SQSClient, "send">, queueUrl: string): QuietHints {
  return {
    async ask(hints) {
      const failures: HintFailure[] = [];
      for (let start = 0; start < hints.length; start += MAX_ENTRIES) {
        failures.push(...(await send(client, queueUrl, hints.slice(start, start + MAX_ENTRIES))));
      }
      return failures;
    },
  };
}

async function send(
  client: Pick<SQSClient, "send">,
  queueUrl: string,
  hints: readonly QuietHint[],
): Promise<HintFailure[]> {
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
    return (answer.Failed ?? []).map(({ Id, Code }) => ({
      studyId: hints[Number(Id)]?.studyId ?? "",
      code: Code ?? "unknown",
    }));
  } catch (error) {
    // The whole call failed. The caller reports it; the sweeper finds these studies by their due time.
    const code = error instanceof Error ? error.name : "unknown";
    return hints.map(({ studyId }) => ({ studyId, code }));
  }
}
