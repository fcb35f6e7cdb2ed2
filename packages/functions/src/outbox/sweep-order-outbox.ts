/** Scheduled: publishes orders' events that the stream did not bring out, with the same event ids. */
import { orderOutboxContext } from "../runtime/composition-order-outbox.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";
import { relayOrderOutbox } from "./relay-order-outbox.ts";

/** Younger items are on their way through the stream. */
const SETTLE_SECONDS = 300;
const AT_MOST_PER_SHARD = 50;

export const handler = scheduledHandler(async () => {
  const context = orderOutboxContext();
  const olderThan = new Date(context.clock.now().getTime() - SETTLE_SECONDS * 1000);
  const items = await context.outbox.unpublished(olderThan, AT_MOST_PER_SHARD);
  const records = items.map((image) => ({ sequenceNumber: String(image["sk"]), image }));
  const failed = await relayOrderOutbox(context, records);
  return { found: items.length, failed: failed.length };
});
