import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";

/** An authorization was given back before it was charged (`voided`), or a charge was returned (`refunded`). */
export const paymentRefunded = defineEvent({
  type: "payment.refunded",
  version: 1,
  area: "payments",
  data: z.object({
    orderId: z.uuid(),
    amount: moneySchema,
    how: z.enum(["voided", "refunded"]),
  }),
});
