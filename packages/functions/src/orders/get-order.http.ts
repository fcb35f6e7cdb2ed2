/** GET /v1/orders/{id} */
import { publicId } from "@accession/core/ids";
import { getOrder } from "@accession/core/orders/get-order";
import { z } from "zod";
import { noticeStore, orderContext, paymentViews } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { orderWithTimelineAnswer } from "./order-answer.ts";
import { noticeView, orderView, paymentView, timelineView } from "./order-view.ts";

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
    const [{ order, timeline }, payment, notices] = await Promise.all([
      getOrder(orderContext(), caller.tenantId, path.id),
      paymentViews().find(caller.tenantId, path.id),
      noticeStore().list(caller.tenantId, path.id),
    ]);
    return {
      status: 200,
      body: {
        ...orderView(order),
        ...(payment !== undefined && { payment: paymentView(payment) }),
        notices: notices.map(noticeView),
        timeline: timeline.map(timelineView),
      },
    };
  },
);
