/** Publishes stored envelopes as they are, and takes them out of the index of unpublished ones. */
import {
  type RelayContext as OutboxContext,
  type RelayReport,
  relayOutbox,
  type StoredEvent,
} from "@accession/core/outbox/relay-outbox";
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

interface Stored extends StoredEvent<{ readonly pk: string; readonly sk: string }> {
  readonly sequenceNumber: string;
}

type RelayContext = OutboxContext<Stored["key"]> & {
  readonly outbox: { park(key: Stored["key"], at: Date): Promise<void> };
};

/**
 * Answers the sequence numbers of the records that are worth another try. One that cannot be read is none: it is put
 * aside, so that it does not hold up its shard.
 */
export async function relayOrderOutbox(
  context: RelayContext,
  records: readonly StreamImage[],
): Promise<readonly string[]> {
  const stored: Stored[] = [];
  const unpublished: string[] = [];
  for (const record of records) {
    const read = readRecord(record);
    if (read !== undefined) stored.push(read);
    else if (!(await parked(context, record))) unpublished.push(record.sequenceNumber);
  }
  const left = await relayOutbox<Stored["key"], Stored>(context, stored, logging);
  return [...unpublished, ...left.map(({ sequenceNumber }) => sequenceNumber)];
}

const keySchema = itemSchema.pick({ pk: true, sk: true });

async function parked({ outbox, clock }: RelayContext, record: StreamImage): Promise<boolean> {
  const { sequenceNumber } = record;
  const key = keySchema.safeParse(record.image);
  try {
    if (!key.success) return false;
    await outbox.park(key.data, clock.now());
    logger.error("outbox item parked", { sequenceNumber });
    return true;
  } catch (error) {
    logger.error("outbox item not parked", { sequenceNumber, ...faultFields(error) });
    return false;
  }
}

const logging: RelayReport = {
  published: logPublished,
  refused({ envelope: { id, type, meta } }, code) {
    logger.error("event not published", { eventId: id, type, code, correlation_id: meta.correlationId });
  },
  unmarked({ envelope }, error) {
    logger.warn("event not marked as published", { eventId: envelope.id, ...faultFields(error) });
  },
};

function readRecord(record: StreamImage): Stored | undefined {
  const item = itemSchema.safeParse(record.image);
  if (!item.success) {
    logger.error("outbox item malformed", { sequenceNumber: record.sequenceNumber });
    return undefined;
  }
  const { pk, sk, source, envelope } = item.data;
  return { sequenceNumber: record.sequenceNumber, key: { pk, sk }, event: { source, envelope } };
}
