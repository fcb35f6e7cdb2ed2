/** GET /v1/orders */

import { ORDER_STATUSES } from "@accession/core/orders/order";
import { z } from "zod";
import { cursor } from "../api/answer-parts.ts";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { orderContext } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { orderAnswer } from "./order-answer.ts";
import { orderView } from "./order-view.ts";

const query = z.strictObject({
  status: z.enum(ORDER_STATUSES).optional(),
  limit: pageLimit(20, 100),
  cursor: cursorGiven,
});

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/orders",
      summary: "List orders, newest first",
      answers: { 200: z.object({ orders: z.array(orderAnswer), cursor }) },
    },
    scope: "orders.read",
    query,
  },
  async ({ caller, query: { status, limit, cursor: start } }) => {
    const page = await orderContext().orders.list(caller.tenantId, {
      limit,
      ...(status !== undefined && { status }),
      ...(start !== undefined && { cursor: start }),
    });
    return {
      status: 200,
      body: { orders: page.orders.map(orderView), ...(page.cursor !== undefined && { cursor: page.cursor }) },
    };
  },
);
