import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { orderKindSchema } from "./order-kind.ts";
import { reasonCodeSchema } from "./reason-code.ts";

/** A step's outcome stayed unknown, or undoing one failed: a person has to decide. */
export const orderNeedsReview = defineEvent({
  type: "order.needs-review",
  version: 1,
  area: "orders",
  data: z.object({
    kind: orderKindSchema,
    /** The step that got stuck, as the saga names it: `ProcessPayment`. */
    step: z.string().regex(/^[A-Za-z]{1,64}$/),
    reason: reasonCodeSchema,
  }),
});
