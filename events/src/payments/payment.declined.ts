import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { moneySchema } from "../money.ts";
import { reasonCodeSchema } from "../orders/reason-code.ts";

/** The gateway refused to authorize or to capture an order's amount, definitely. */
export const paymentDeclined = defineEvent({
  type: "payment.declined",
  version: 1,
  area: "payments",
  data: z.object({
    orderId: z.uuid(),
    amount: moneySchema,
    operation: z.enum(["authorize", "capture"]),
    reason: reasonCodeSchema,
  }),
});
