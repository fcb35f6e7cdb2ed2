import type { EventPublisher, OutgoingEvent } from "@accession/core/event-publisher";
import { logger } from "./logger.ts";

/** One line per event that went out: with its cause, so that a trace can be put together. */
export function logPublished({ envelope }: OutgoingEvent): void {
  const { id, type, meta } = envelope;
  const { correlationId, causationId } = meta;
  logger.info("event published", { eventId: id, type, correlation_id: correlationId, causationId });
}

/** A publisher that logs what the bus took. */
export function loggingPublisher(publisher: EventPublisher): EventPublisher {
  return {
    async publish(events) {
      const failures = await publisher.publish(events);
      const failed = new Set(failures.map(({ id }) => id));
      for (const event of events) if (!failed.has(event.envelope.id)) logPublished(event);
      return failures;
    },
  };
}
