import type { EventPublisher, OutgoingEvent, PublishFailure } from "@accession/core/event-publisher";

/** A bus that keeps what it was given, and refuses the ids that a test names. */
export class RecordingPublisher implements EventPublisher {
  readonly published: OutgoingEvent[] = [];
  readonly refused = new Set<string>();

  async publish(events: readonly OutgoingEvent[]): Promise<readonly PublishFailure[]> {
    const taken = events.filter(({ envelope }) => !this.refused.has(envelope.id));
    this.published.push(...taken);
    return events
      .filter((event) => !taken.includes(event))
      .map(({ envelope }) => ({ id: envelope.id, code: "refused" }));
  }
}
