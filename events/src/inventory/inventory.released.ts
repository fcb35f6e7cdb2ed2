import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { reservedLineSchema } from "./reserved-line.ts";

/** Stock that was held for an order is available again. The aggregate is the order. */
export const inventoryReleased = defineEvent({
  type: "inventory.released",
  version: 1,
  area: "inventory",
  data: z.object({
    lines: z.array(reservedLineSchema).min(1),
  }),
});
