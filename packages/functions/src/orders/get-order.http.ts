/** GET /v1/orders/{id} */
import { publicId } from "@accession/core/ids";
import { getOrder } from "@accession/core/orders/get-order";
import { z } from "zod";
import { orderContext } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { orderWithTimelineAnswer } from "./order-answer.ts";
import { orderView, timelineView } from "./order-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/orders/{id}",
      summary: "An order with its timeline",
      answers: { 200: orderWithTimelineAnswer },
      problems: [404],
    },
    scope: "orders.read",
    path: z.strictObject({ id: publicId("order") }),
  },
  async ({ caller, path }) => {
    const { order, timeline } = await getOrder(orderContext(), caller.tenantId, path.id);
    return { status: 200, body: { ...orderView(order), timeline: timeline.map(timelineView) } };
  },
);
