/** The bus as the core sees it: PutEvents with its partial failures made visible. */
import { setTimeout as wait } from "node:timers/promises";
import type { EventPublisher, OutgoingEvent, PublishFailure } from "@accession/core/event-publisher";
import { MAX_DETAIL_BYTES } from "@accession/events/envelope";
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";

/** The limits of one PutEvents call: entries, and bytes of all entries together. */
const MAX_ENTRIES = 10;
const MAX_REQUEST_BYTES = 250_000;
const ATTEMPTS = 3;
const FIRST_DELAY_MS = 50;

export interface EventBridgePublisherOptions {
  readonly client: Pick<EventBridgeClient, "send">;
  readonly busName: string;
  /** Waits between the attempts; tests pass one that does not. */
  readonly delay?: (milliseconds: number) => Promise<void>;
}

interface Entry {
  readonly id: string;
  readonly bytes: number;
  readonly request: PutEventsRequestEntry;
}

export function eventBridgePublisher(options: EventBridgePublisherOptions): EventPublisher {
  const { client, busName, delay = (milliseconds) => wait(milliseconds) } = options;
  return {
    async publish(events) {
      const entries = events.map((event) => toEntry(event, busName));
      const tooLarge = entries.filter((entry) => entry.bytes > MAX_DETAIL_BYTES);
      const failures: PublishFailure[] = tooLarge.map(({ id }) => ({ id, code: "event.too-large" }));
      for (const batch of batches(entries.filter((entry) => entry.bytes <= MAX_DETAIL_BYTES))) {
        failures.push(...(await putWithRetry(client, batch, delay)));
      }
      return failures;
    },
  };
}

function toEntry({ source, envelope }: OutgoingEvent, busName: string): Entry {
  const detail = JSON.stringify(envelope);
  return {
    id: envelope.id,
    bytes: Buffer.byteLength(detail),
    request: {
      EventBusName: busName,
      Source: source,
      DetailType: envelope.type,
      Detail: detail,
      Time: new Date(envelope.occurredAt),
    },
  };
}

function* batches(entries: readonly Entry[]): Generator<Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (batch.length === MAX_ENTRIES || (batch.length > 0 && bytes + entry.bytes > MAX_REQUEST_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** A 200 does not mean accepted: each entry has its own answer. Only the entries that failed are sent again. */
async function putWithRetry(
  client: Pick<EventBridgeClient, "send">,
  batch: readonly Entry[],
  delay: (milliseconds: number) => Promise<void>,
): Promise<PublishFailure[]> {
  let pending = batch;
  let failures: PublishFailure[] = [];
  for (let attempt = 0; attempt < ATTEMPTS && pending.length > 0; attempt++) {
    if (attempt > 0) await delay(Math.random() * FIRST_DELAY_MS * 2 ** attempt);
    failures = await put(client, pending);
    const failed = new Set(failures.map(({ id }) => id));
    pending = pending.filter(({ id }) => failed.has(id));
  }
  return failures;
}

async function put(
  client: Pick<EventBridgeClient, "send">,
  entries: readonly Entry[],
): Promise<PublishFailure[]> {
  let results: readonly PutEventsResultEntry[];
  try {
    const answer = await client.send(
      new PutEventsCommand({ Entries: entries.map(({ request }) => request) }),
    );
    if ((answer.FailedEntryCount ?? 0) === 0) return [];
    results = answer.Entries ?? [];
  } catch (error) {
    // The whole call failed (network, throttling, permission): none of these was surely taken.
    const code = error instanceof Error ? error.name : "unknown";
    return entries.map(({ id }) => ({ id, code }));
  }
  return entries.flatMap(({ id }, index) => {
    const result = results[index];
    if (result?.EventId !== undefined && result.ErrorCode === undefined) return [];
    return [{ id, code: result?.ErrorCode ?? "unknown" }];
  });
}
