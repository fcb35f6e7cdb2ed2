import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";
import { orderKindSchema } from "./order-kind.ts";

/** An order was accepted. Starts its saga: never replayed. */
export const orderCreated = defineEvent({
  type: "order.created",
  version: 1,
  area: "orders",
  data: z.object({
    kind: orderKindSchema,
    lineCount: z.int().positive(),
    total: moneySchema,
  }),
});
