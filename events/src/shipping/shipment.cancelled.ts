import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/** The label was cancelled before the goods left. The aggregate is the order. */
export const shipmentCancelled = defineEvent({
  type: "shipment.cancelled",
  version: 1,
  area: "shipping",
  data: z.object({
    shipmentReference: z.string().min(1).max(64),
  }),
});
