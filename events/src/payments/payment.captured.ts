import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";

/** The authorized amount of an order is charged. The aggregate is the payment. */
export const paymentCaptured = defineEvent({
  type: "payment.captured",
  version: 1,
  area: "payments",
  data: z.object({
    orderId: z.uuid(),
    amount: moneySchema,
  }),
});
