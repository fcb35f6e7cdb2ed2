/** Scheduled: publishes orders' events that the stream did not bring out, with the same event ids. */
import type { Context } from "aws-lambda";
import { orderOutboxContext } from "../runtime/composition-order-outbox.ts";
import { logger } from "../runtime/logger.ts";
import { relayOrderOutbox } from "./relay-order-outbox.ts";

/** Younger items are on their way through the stream. */
const SETTLE_SECONDS = 300;
const AT_MOST_PER_SHARD = 50;

export async function handler(_event: unknown, invocation: Context): Promise<void> {
  logger.resetKeys();
  logger.addContext(invocation);
  const context = orderOutboxContext();
  const olderThan = new Date(context.clock.now().getTime() - SETTLE_SECONDS * 1000);
  const items = await context.outbox.unpublished(olderThan, AT_MOST_PER_SHARD);
  const records = items.map((image) => ({ sequenceNumber: String(image["sk"]), image }));
  const failed = await relayOrderOutbox(context, records);
  logger.info("order outbox swept", { found: items.length, failed: failed.length });
  // A thrown error is what the alarm on this function sees; what is left is found again by the next run.
  if (failed.length > 0) throw new Error("some events of the orders' outbox were not published");
}
