/** Publishes stored envelopes as they are, and takes them out of the index of unpublished ones. */
import type { DynamoOutbox } from "@accession/aws/dynamo/dynamo-outbox";
import type { Clock } from "@accession/core/clock";
import type { EventPublisher, OutgoingEvent } from "@accession/core/event-publisher";
import { envelopeSchema } from "@accession/events/envelope";
import { z } from "zod";
import { faultFields } from "../runtime/fault-fields.ts";
import { logPublished } from "../runtime/log-published.ts";
import { logger } from "../runtime/logger.ts";
import type { StreamImage } from "../runtime/stream-handler.ts";

const storedEnvelope = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  })
  .pipe(envelopeSchema);

const itemSchema = z.object({
  pk: z.string(),
  sk: z.string().startsWith("OUTBOX#"),
  source: z.string(),
  envelope: storedEnvelope,
});

interface Stored {
  readonly sequenceNumber: string;
  readonly key: { readonly pk: string; readonly sk: string };
  readonly event: OutgoingEvent;
}

export interface RelayContext {
  readonly outbox: Pick<DynamoOutbox, "markPublished">;
  readonly publisher: EventPublisher;
  readonly clock: Clock;
}

/** Answers the sequence numbers of the records that did not get out. */
export async function relayOrderOutbox(
  context: RelayContext,
  records: readonly StreamImage[],
): Promise<readonly string[]> {
  const stored: Stored[] = [];
  const unpublished: string[] = [];
  for (const record of records) {
    const read = readRecord(record);
    if (read === undefined) unpublished.push(record.sequenceNumber);
    else stored.push(read);
  }
  const failures = new Map(
    (await context.publisher.publish(stored.map(({ event }) => event))).map(({ id, code }) => [id, code]),
  );
  for (const item of stored) {
    const { id, type, meta } = item.event.envelope;
    const code = failures.get(id);
    if (code === undefined) {
      logPublished(item.event);
      await mark(context, item);
    } else {
      logger.error("event not published", { eventId: id, type, code, correlation_id: meta.correlationId });
      unpublished.push(item.sequenceNumber);
    }
  }
  return unpublished;
}

function readRecord(record: StreamImage): Stored | undefined {
  const item = itemSchema.safeParse(record.image);
  if (!item.success) {
    logger.error("outbox item malformed", { sequenceNumber: record.sequenceNumber });
    return undefined;
  }
  const { pk, sk, source, envelope } = item.data;
  return { sequenceNumber: record.sequenceNumber, key: { pk, sk }, event: { source, envelope } };
}

/** The event is out; a mark that fails must not send it again at once. The sweeper finds the item. */
async function mark(context: RelayContext, item: Stored): Promise<void> {
  try {
    await context.outbox.markPublished(item.key, context.clock.now());
  } catch (error) {
    logger.warn("event not marked as published", { eventId: item.event.envelope.id, ...faultFields(error) });
  }
}
