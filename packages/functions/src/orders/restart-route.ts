/** The two decisions about an order in review that start its next run. */
import { publicId } from "@accession/core/ids";
import { loadOrder } from "@accession/core/orders/apply-command";
import { reviewRequestSchema } from "@accession/core/orders/review-decision";
import type { retryOrder } from "@accession/core/orders/review-order";
import { z } from "zod";
import { restartContext } from "../runtime/composition-review.ts";
import { faultFields } from "../runtime/fault-fields.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { orderAnswer } from "./order-answer.ts";
import { orderView } from "./order-view.ts";

const SUMMARY = {
  retry: "Have an order in review go on from where it stood",
  compensate: "Have an order in review undone; what was charged is paid back",
} as const;

/** The handler of `POST /v1/orders/{id}/retry` or `…/compensate`. */
export function restartRoute(verb: "retry" | "compensate", decide: typeof retryOrder) {
  return httpHandler(
    {
      describes: {
        route: `POST /v1/orders/{id}/${verb}`,
        summary: SUMMARY[verb],
        answers: { 202: orderAnswer },
        problems: [404, 409],
        idempotent: true,
      },
      scope: "orders.review",
      path: z.strictObject({ id: publicId("order") }),
      body: reviewRequestSchema,
    },
    async (request) => {
      const { id: orderId } = request.path;
      const { reason } = request.body;
      const target = { tenantId: request.caller.tenantId, orderId, meta: request.meta };
      const key = requestKeyOf(request, orderId);
      const { replayed } = await onceForKey(request, { key, digest: reason }, async () => {
        const { unstarted } = await decide(restartContext(), target, request.body);
        if (unstarted !== undefined)
          logger.warn("decided order not started", { orderId, ...faultFields(unstarted) });
        return { orderId };
      });
      const order = await loadOrder(restartContext(), target);
      logger.info("review decided", { orderId, verb, reason, attempt: order.attempt, replayed });
      return {
        status: 202,
        body: orderView(order),
        headers: replayedHeader(replayed),
      };
    },
  );
}
