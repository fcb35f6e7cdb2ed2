import type { EventEnvelope } from "@accession/events/envelope";

/** An event ready to leave: the envelope as stored in an outbox, and the `source` it is published under. */
export interface OutgoingEvent {
  /** `accession.<area>`, from the event's definition. */
  readonly source: string;
  readonly envelope: EventEnvelope;
}

/** An event that the bus did not take. */
export interface PublishFailure {
  /** The envelope's id. */
  readonly id: string;
  /** Why: the bus's own error code, or `event.too-large`. Never holds data of the event. */
  readonly code: string;
}

/**
 * Publishes events on the bus, at least once. Resolves when every event was either taken or reported: an empty
 * answer means that the bus holds them all. It does not throw for what the bus refuses, so that a caller can
 * mark the events that did go out and leave the rest in its outbox.
 */
export interface EventPublisher {
  publish(events: readonly OutgoingEvent[]): Promise<readonly PublishFailure[]>;
}
