/** POST /v1/orders/{id}/cancel */
import { publicId } from "@accession/core/ids";
import { loadOrder } from "@accession/core/orders/apply-command";
import { cancelOrder, cancelRequestSchema } from "@accession/core/orders/cancel-order";
import { z } from "zod";
import { awaitContext } from "../runtime/composition-imaging.ts";
import { faultFields } from "../runtime/fault-fields.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { orderAnswer } from "./order-answer.ts";
import { orderView } from "./order-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/orders/{id}/cancel",
      summary: "Take an order back, before it is charged",
      answers: { 202: orderAnswer },
      problems: [404, 409],
      idempotent: true,
    },
    scope: "orders.write",
    path: z.strictObject({ id: publicId("order") }),
    body: cancelRequestSchema.prefault({}),
  },
  async (request) => {
    const { tenantId } = request.caller;
    const orderId = request.path.id;
    const target = { tenantId, orderId, meta: request.meta };
    const key = requestKeyOf(request, orderId);
    const { replayed } = await onceForKey(request, { key, digest: request.body.reason }, async () => {
      const { unwoken } = await cancelOrder(awaitContext(), target, request.body);
      if (unwoken !== undefined)
        logger.warn("cancelled order not woken", { orderId, ...faultFields(unwoken) });
      return { orderId };
    });
    logger.info("cancel accepted", { orderId, replayed });
    // As it is now, also for a repeated request: the run may have undone it meanwhile.
    const order = await loadOrder(awaitContext(), target);
    return {
      status: 202,
      body: orderView(order),
      headers: replayedHeader(replayed),
    };
  },
);
