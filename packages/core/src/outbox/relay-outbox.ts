/** Publishes events that are stored one item each, and takes the items out of the index of unpublished ones. */
import type { Clock } from "../clock.ts";
import type { EventPublisher, OutgoingEvent } from "../event-publisher.ts";

export interface StoredEvent<Key> {
  readonly key: Key;
  readonly event: OutgoingEvent;
}

export interface RelayContext<Key> {
  readonly outbox: { markPublished(key: Key, at: Date): Promise<void> };
  readonly publisher: EventPublisher;
  readonly clock: Clock;
}

/** What is told about each event as it happens. */
export interface RelayReport {
  published(event: OutgoingEvent): void;
  refused(event: OutgoingEvent, code: string): void;
  unmarked(event: OutgoingEvent, error: unknown): void;
}

/**
 * Publishes stored envelopes as they are. Answers those that did not get out, in their order. A mark that fails must
 * not send the event again at once: the sweeper finds the item.
 */
export async function relayOutbox<Key, Stored extends StoredEvent<Key>>(
  { outbox, publisher, clock }: RelayContext<Key>,
  stored: readonly Stored[],
  report: RelayReport,
): Promise<readonly Stored[]> {
  const failures = new Map(
    (await publisher.publish(stored.map(({ event }) => event))).map(({ id, code }) => [id, code]),
  );
  const left: Stored[] = [];
  for (const item of stored) {
    const code = failures.get(item.event.envelope.id);
    if (code !== undefined) {
      report.refused(item.event, code);
      left.push(item);
      continue;
    }
    report.published(item.event);
    try {
      await outbox.markPublished(item.key, clock.now());
    } catch (error) {
      report.unmarked(item.event, error);
    }
  }
  return left;
}
