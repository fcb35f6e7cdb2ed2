/** study.matched → the order's execution goes on, if this was the last study that it waited for. */
import { endWait } from "@accession/core/matching/end-wait";
import { studyMatched } from "@accession/events/studies/study.matched";
import { z } from "zod";
import { endWaitContext } from "../runtime/composition-matching.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

export const handler = queueHandler(
  z.object({ detail: studyMatched.schema }),
  async ({ body: { detail } }) => {
    const { orderId } = detail.data;
    const woken = await endWait(endWaitContext(), { tenantId: detail.tenantId, orderId });
    logger.info("order looked at", { orderId, woken });
  },
);
