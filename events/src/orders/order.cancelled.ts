import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { orderKindSchema } from "./order-kind.ts";
import { reasonCodeSchema } from "./reason-code.ts";

/** An order was cancelled before its point of no return, and every step of it was undone. */
export const orderCancelled = defineEvent({
  type: "order.cancelled",
  version: 1,
  area: "orders",
  data: z.object({
    kind: orderKindSchema,
    reason: reasonCodeSchema,
  }),
});
