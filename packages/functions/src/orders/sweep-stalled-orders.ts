/** Every minute: goes on with orders whose run of the saga died. `{"lookAtAll": true}` looks at all that have not ended. */
import { sweepStalledOrders } from "@accession/core/orders/sweep-stalled-orders";
import { z } from "zod";
import { stalledContext } from "../runtime/composition-stalled.ts";
import { faultFields } from "../runtime/fault-fields.ts";
import { logger } from "../runtime/logger.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";

const AT_MOST_PER_SHARD = 25;
/** By an operator's hand, who runs it again as long as it says that it found so many. */
const ALL_AT_MOST_PER_SHARD = 200;

/** A schedule's own event has other fields. */
const eventSchema = z.object({ lookAtAll: z.boolean().default(false) });

export const handler = scheduledHandler(async (_context, event) => {
  const { lookAtAll } = eventSchema.parse(event ?? {});
  return {
    lookAtAll,
    ...(await sweepStalledOrders(stalledContext(), {
      all: lookAtAll,
      atMostPerShard: lookAtAll ? ALL_AT_MOST_PER_SHARD : AT_MOST_PER_SHARD,
      onFailure: ({ tenantId, orderId }, error) =>
        logger.error("order not looked at", { tenantId, orderId, ...faultFields(error) }),
    })),
  };
});
