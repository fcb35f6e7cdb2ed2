/** S3 "Object Deleted" → receipts and index say which versions are gone. */
import { recordRemovals } from "@accession/core/ingestion/record-removals";
import { removalContext } from "../runtime/composition-removals.ts";
import { logger } from "../runtime/logger.ts";
import { queueBatchHandler } from "../runtime/queue-handler.ts";
import { objectDeletedSchema } from "./object-deleted.ts";

export const handler = queueBatchHandler(objectDeletedSchema, async (messages) => {
  const record = await recordRemovals(
    removalContext(),
    messages.map(({ body }) => body),
  );
  logger.info("removals recorded", {
    removals: messages.length,
    ...record,
    correlationIds: messages.map(({ body }) => body.eventId),
  });
  return new Map();
});
