import type { DeadLetter, DeadLetterQueue, DeadLetterStore } from "@accession/core/operations/dead-letter";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A dead-letter queue with where it is, and where its letters go back to. */
export interface DeadLetterQueueAddress {
  readonly name: string;
  readonly holds: DeadLetterQueue["holds"];
  readonly url: string;
  readonly returnTo?: { readonly name: string; readonly url: string };
}

/** Longer than any call that works with what it received. */
const HIDDEN_SECONDS = 60;
/** A long poll asks all of the queue's servers; a short one may miss what is there. */
const WAIT_SECONDS = 1;
/** Of all messages of one SendMessageBatch. */
const MAX_BATCH_BYTES = 250_000;

/** A letter with what only SQS needs to send it on. */
interface ReceivedLetter extends DeadLetter {
  readonly attributes: Record<string, MessageAttributeValue>;
}

/**
 * Dead-letter queues of SQS. Needs sqs:GetQueueAttributes, sqs:ReceiveMessage and sqs:ChangeMessageVisibility on them;
 * sqs:DeleteMessage to move and to drop; sqs:SendMessage on the queues that letters go back to.
 */
export function sqsDeadLetters(
  client: Pick<SQSClient, "send">,
  addresses: readonly DeadLetterQueueAddress[],
  hiddenSeconds = HIDDEN_SECONDS,
): DeadLetterStore {
  const byName = new Map(addresses.map((address) => [address.name, address]));
  function at(name: string): DeadLetterQueueAddress {
    const address = byName.get(name);
    if (address === undefined) throw new Error("the queue is not one of the dead-letter queues");
    return address;
  }
  return {
    queues: addresses.map(({ name, holds, returnTo }) => ({ name, holds, returnsTo: returnTo?.name })),
    async count(queue) {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: at(queue).url,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return {
        waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },
    async receive(queue) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: at(queue).url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: WAIT_SECONDS,
          MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
          MessageAttributeNames: ["All"],
        }),
      );
      return Messages.map(
        (message): ReceivedLetter => ({
          id: message.MessageId ?? "",
          handle: message.ReceiptHandle ?? "",
          body: message.Body ?? "",
          sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
          receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
          // EventBridge User Guide, "Using dead-letter queues to process undelivered events".
          deliveryError: message.MessageAttributes?.["ERROR_CODE"]?.StringValue,
          attributes: message.MessageAttributes ?? {},
        }),
      );
    },
    async release(queue, letters) {
      if (letters.length === 0) return;
      await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: at(queue).url,
          Entries: letters.map(({ handle }, index) => ({
            Id: String(index),
            ReceiptHandle: handle,
            VisibilityTimeout: 0,
          })),
        }),
      );
    },
    async sendBack(queue, letters) {
      const { returnTo, holds } = at(queue);
      if (returnTo === undefined) throw new Error("these letters have no queue to go back to");
      const taken = new Set<string>();
      for (const batch of batches(letters)) {
        const { Successful = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: returnTo.url,
            Entries: batch.map((letter, index) => ({
              Id: String(index),
              MessageBody: letter.body,
              // Those of an undelivered event tell of the delivery that failed, and are not the message's own.
              ...(holds === "messages" && { MessageAttributes: (letter as ReceivedLetter).attributes }),
            })),
          }),
        );
        for (const id of idsOf(batch, Successful)) taken.add(id);
      }
      return taken;
    },
    async delete(queue, letters) {
      if (letters.length === 0) return new Set();
      const { Successful = [] } = await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: at(queue).url,
          Entries: letters.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle })),
        }),
      );
      return new Set(idsOf(letters, Successful));
    },
  };
}

function* batches(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let batch: DeadLetter[] = [];
  let bytes = 0;
  for (const letter of letters) {
    const size = Buffer.byteLength(letter.body);
    if (batch.length > 0 && bytes + size > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(letter);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** A batch may succeed in part: its entries are named by their place. */
function idsOf(
  letters: readonly DeadLetter[],
  successful: readonly { readonly Id?: string | undefined }[],
): string[] {
  return successful.flatMap(({ Id }) => letters[Number(Id)]?.id ?? []);
}
