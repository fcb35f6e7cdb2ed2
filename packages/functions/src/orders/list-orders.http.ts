/** GET /v1/orders */
import { ORDER_STATUSES } from "@accession/core/orders/order";
import { z } from "zod";
import { orderContext } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { pageLimit } from "../runtime/page-limit.ts";
import { orderView } from "./order-view.ts";

const query = z.strictObject({
  status: z.enum(ORDER_STATUSES).optional(),
  limit: pageLimit(20, 100),
  cursor: z.string().max(200).optional(),
});

export const handler = httpHandler(
  { scope: "orders.read", query },
  async ({ caller, query: { status, limit, cursor } }) => {
    const page = await orderContext().orders.list(caller.tenantId, {
      limit,
      ...(status !== undefined && { status }),
      ...(cursor !== undefined && { cursor }),
    });
    return {
      status: 200,
      body: { orders: page.orders.map(orderView), ...(page.cursor !== undefined && { cursor: page.cursor }) },
    };
  },
);
