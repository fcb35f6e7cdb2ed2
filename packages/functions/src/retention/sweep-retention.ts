/** Every quarter of an hour: deletes the files whose tenant's retention is over. */
import { sweepRetention } from "@accession/core/retention/sweep-retention";
import { retentionContext } from "../runtime/composition-retention.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";

export const handler = scheduledHandler((context) =>
  sweepRetention(retentionContext(), context.awsRequestId),
);
