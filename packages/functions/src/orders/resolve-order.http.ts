/** POST /v1/orders/{id}/resolve */
import { publicId } from "@accession/core/ids";
import { loadOrder } from "@accession/core/orders/apply-command";
import { resolveRequestSchema } from "@accession/core/orders/review-decision";
import { resolveOrder } from "@accession/core/orders/review-order";
import { z } from "zod";
import { resolveContext } from "../runtime/composition-review.ts";
import { digestOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { orderAnswer } from "./order-answer.ts";
import { orderView } from "./order-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/orders/{id}/resolve",
      summary: "Say how an order in review ended",
      answers: { 200: orderAnswer },
      problems: [404, 409],
      idempotent: true,
    },
    scope: "orders.review",
    path: z.strictObject({ id: publicId("order") }),
    body: resolveRequestSchema,
  },
  async (request) => {
    const { id: orderId } = request.path;
    const target = { tenantId: request.caller.tenantId, orderId, meta: request.meta };
    const key = requestKeyOf(request, orderId);
    // Of the note the cache has a digest of the whole only: it may name a patient.
    const { replayed } = await onceForKey(request, { key, digest: digestOf(request.body) }, async () => {
      await resolveOrder(resolveContext(), target, request.body);
      return { orderId };
    });
    const { as, reason } = request.body;
    logger.info("review decided", { orderId, verb: "resolve", as, reason, replayed });
    return {
      status: 200,
      body: orderView(await loadOrder(resolveContext(), target)),
      headers: replayedHeader(replayed),
    };
  },
);
