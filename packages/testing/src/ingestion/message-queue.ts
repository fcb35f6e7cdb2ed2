import type { UploadedObject } from "@accession/core/ingestion/uploaded-object";
import { HandlerKilled, type HandlerProcess } from "../functions/handler-process.ts";
import { fileUploadedRecord, type QueueRecord } from "./queue-batch.ts";

const MAX_RECEIVE_COUNT = 5;

/** The ingest queue without its pauses: messages come back until they are done, or are dead letters. */
export class IngestQueue {
  readonly #waiting: { readonly object: UploadedObject; received: number }[] = [];
  readonly deadLetters: UploadedObject[] = [];

  send(objects: readonly UploadedObject[]): void {
    this.#waiting.push(...objects.map((object) => ({ object, received: 0 })));
  }

  get size(): number {
    return this.#waiting.length;
  }

  messages(): UploadedObject[] {
    return this.#waiting.map(({ object }) => object);
  }

  /** Hands one batch to a worker; what is not done comes back, all of it when the worker dies. Answers how many do. */
  async deliver(worker: HandlerProcess, atMost = 100): Promise<number> {
    const batch = this.#waiting.splice(0, atMost);
    for (const message of batch) message.received += 1;
    const records = batch.map(({ object, received }) => fileUploadedRecord(object, received));
    const failed = await failedIn(worker, records);
    const back = batch.filter((_, index) => failed.has(records[index]?.messageId ?? ""));
    for (const message of back) {
      if (message.received >= MAX_RECEIVE_COUNT) this.deadLetters.push(message.object);
      else this.#waiting.push(message);
    }
    return back.length;
  }
}

async function failedIn(
  worker: HandlerProcess,
  records: readonly QueueRecord[],
): Promise<ReadonlySet<string>> {
  try {
    const { result } = await worker.invoke({ Records: records });
    const { batchItemFailures } = result as { batchItemFailures: readonly { itemIdentifier: string }[] };
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch (error) {
    if (!(error instanceof HandlerKilled)) throw error;
    return new Set(records.map(({ messageId }) => messageId));
  }
}
