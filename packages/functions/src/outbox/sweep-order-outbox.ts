/**
 * Every 5 minutes: publishes orders' events that the stream did not bring out, with the same event ids. Fails while items
 * are parked; `{"parked": true}` tries these again, after what they could not be published for is mended.
 */
import { z } from "zod";
import { orderOutboxContext } from "../runtime/composition-order-outbox.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";
import { relayOrderOutbox } from "./relay-order-outbox.ts";

/** Younger items are on their way through the stream. */
const SETTLE_SECONDS = 300;
const AT_MOST_PER_SHARD = 50;
const PARKED_AT_MOST = 200;

/** A schedule's own event has other fields. */
const eventSchema = z.object({ parked: z.boolean().default(false) });

export const handler = scheduledHandler(async (_context, event) => {
  const { parked } = eventSchema.parse(event ?? {});
  const context = orderOutboxContext();
  const olderThan = new Date(context.clock.now().getTime() - SETTLE_SECONDS * 1000);
  const items = parked
    ? await context.outbox.parked(PARKED_AT_MOST)
    : await context.outbox.unpublished(olderThan, AT_MOST_PER_SHARD);
  const records = items.map((image) => ({ sequenceNumber: String(image["sk"]), image }));
  const refused = await relayOrderOutbox(context, records);
  const aside = await context.outbox.parked(PARKED_AT_MOST);
  return { found: items.length, parked: aside.length, failed: refused.length + aside.length };
});
