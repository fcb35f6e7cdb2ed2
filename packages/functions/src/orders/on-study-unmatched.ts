/** study.unmatched → a person looks at the order, when it was fulfilled by that study. */
import { flagUnlinkedOrder } from "@accession/core/orders/flag-unlinked-order";
import { studyUnmatched } from "@accession/events/studies/study.unmatched";
import { z } from "zod";
import { orderContext } from "../runtime/composition-orders.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

export const handler = queueHandler(
  z.object({ detail: studyUnmatched.schema }),
  async ({ body: { detail } }) => {
    const { orderId, fulfilled, cause } = detail.data;
    // An order that gives its studies back by itself knows of it.
    if (!fulfilled || cause !== "by-hand") return;
    const target = {
      tenantId: detail.tenantId,
      orderId,
      meta: { ...detail.meta, causationId: detail.id },
    };
    const flagged = await flagUnlinkedOrder(orderContext(), target, detail.id);
    logger.info("study of a fulfilled order unlinked", { orderId, flagged });
  },
);
