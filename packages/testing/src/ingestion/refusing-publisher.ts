import type { EventPublisher } from "@accession/core/event-publisher";

/** A bus that takes nothing. */
export const refusingPublisher: EventPublisher = {
  publish: async (events) => events.map(({ envelope }) => ({ id: envelope.id, code: "refused" })),
};
