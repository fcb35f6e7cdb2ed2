import type { Clock } from "../clock.ts";
import type { EventPublisher, OutgoingEvent, PublishFailure } from "../event-publisher.ts";
import type { OutboxStore } from "./outbox-store.ts";

export interface PublishContext {
  readonly outbox: OutboxStore;
  readonly publisher: EventPublisher;
  readonly clock: Clock;
}

/**
 * Publishes events of one tenant whose state is committed, and marks those that the bus took. What it answers, and
 * what a crash in between leaves unmarked, is published by the sweeper with the same event ids.
 */
export async function publishCommitted(
  context: PublishContext,
  tenantId: string,
  events: readonly OutgoingEvent[],
): Promise<readonly PublishFailure[]> {
  if (events.length === 0) return [];
  const failures = await context.publisher.publish(events);
  const failed = new Set(failures.map((failure) => failure.id));
  const taken = events.map((event) => event.envelope.id).filter((id) => !failed.has(id));
  if (taken.length > 0) await context.outbox.markPublished(tenantId, taken, context.clock.now());
  return failures;
}
