import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { orderKindSchema } from "./order-kind.ts";
import { reasonCodeSchema } from "./reason-code.ts";

/** An order could not be fulfilled, and every step of it was undone. */
export const orderFailed = defineEvent({
  type: "order.failed",
  version: 1,
  area: "orders",
  data: z.object({
    kind: orderKindSchema,
    reason: reasonCodeSchema,
  }),
});
