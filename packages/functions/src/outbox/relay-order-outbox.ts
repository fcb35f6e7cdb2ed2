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

type RelayContext = OutboxContext<Stored["key"]>;

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
  const left = await relayOutbox<Stored["key"], Stored>(context, stored, logging);
  return [...unpublished, ...left.map(({ sequenceNumber }) => sequenceNumber)];
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
