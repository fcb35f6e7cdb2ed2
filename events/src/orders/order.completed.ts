import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";
import { orderKindSchema } from "./order-kind.ts";

/** An order is fulfilled and paid. */
export const orderCompleted = defineEvent({
  type: "order.completed",
  version: 1,
  area: "orders",
  data: z.object({
    kind: orderKindSchema,
    total: moneySchema,
  }),
});
