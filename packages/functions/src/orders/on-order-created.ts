/** order.created → the first run of the order's saga. */
import { orderCreated } from "@accession/events/orders/order.created";
import { z } from "zod";
import { sagaStarter } from "../runtime/composition-saga.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const FIRST_ATTEMPT = 1;

export const handler = queueHandler(
  z.object({ detail: orderCreated.schema }),
  async ({ body: { detail } }) => {
    await sagaStarter().start({
      tenantId: detail.tenantId,
      orderId: detail.aggregateId,
      attempt: FIRST_ATTEMPT,
      meta: { ...detail.meta, causationId: detail.id },
    });
    logger.info("saga started", { orderId: detail.aggregateId, attempt: FIRST_ATTEMPT });
  },
);
