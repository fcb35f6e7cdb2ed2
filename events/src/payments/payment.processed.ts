import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";

/** The amount of an order is authorized, not yet charged. The aggregate is the payment. */
export const paymentProcessed = defineEvent({
  type: "payment.processed",
  version: 1,
  area: "payments",
  data: z.object({
    orderId: z.uuid(),
    amount: moneySchema,
    /** Nothing may be captured after this time. */
    authorizedUntil: z.iso.datetime(),
  }),
});
