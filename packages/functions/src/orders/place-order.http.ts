/** POST /v1/orders */
import { orderKindsSchema, orderRequestSchema } from "@accession/core/orders/order-request";
import { acceptedOrder, placeOrder, requestDigest } from "@accession/core/orders/place-order";
import { orderContext } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { orderAnswer } from "./order-answer.ts";
import { orderView } from "./order-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/orders",
      summary: "Place an order",
      answers: { 202: orderAnswer },
      idempotent: true,
      headers: ["location"],
      shownBody: orderKindsSchema,
    },
    scope: "orders.write",
    body: orderRequestSchema,
  },
  async (request) => {
    const { tenantId } = request.caller;
    const key = requestKeyOf(request);
    const digest = requestDigest(request.body);
    let replayed = false;
    let order: Awaited<ReturnType<typeof acceptedOrder>> | undefined;
    const cached = await onceForKey(request, { key, digest }, async () => {
      const placed = await placeOrder(orderContext(), {
        tenantId,
        meta: request.meta,
        request: request.body,
        requestKey: key,
      });
      ({ order, replayed } = placed);
      return { orderId: placed.order.details.orderId };
    });
    order ??= await acceptedOrder(orderContext(), tenantId, cached.answer.orderId);
    logger.info("order accepted", { orderId: cached.answer.orderId, replayed: replayed || cached.replayed });
    const view = orderView(order);
    return {
      status: 202,
      body: view,
      headers: {
        location: `/v1/orders/${view.id}`,
        ...replayedHeader(replayed || cached.replayed),
      },
    };
  },
);
