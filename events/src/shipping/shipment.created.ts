import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/** The carrier made a label; the goods wait for the charge. The aggregate is the order. */
export const shipmentCreated = defineEvent({
  type: "shipment.created",
  version: 1,
  area: "shipping",
  data: z.object({
    /** The carrier's reference of the label. */
    shipmentReference: z.string().min(1).max(64),
  }),
});
