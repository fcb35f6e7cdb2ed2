import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { reservedLineSchema } from "./reserved-line.ts";

/** Stock is held for an order: all of its lines. The aggregate is the order. */
export const inventoryReserved = defineEvent({
  type: "inventory.reserved",
  version: 1,
  area: "inventory",
  data: z.object({
    lines: z.array(reservedLineSchema).min(1),
  }),
});
