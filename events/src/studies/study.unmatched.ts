import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/** A study does not count for a line of an order any more. The aggregate is the link of the two, as in `study.matched`. */
export const studyUnmatched = defineEvent({
  type: "study.unmatched",
  version: 1,
  area: "studies",
  data: z.object({
    studyId: z.uuid(),
    studyVersion: z.int().positive(),
    orderId: z.uuid(),
    /** Of the order, from 1. */
    line: z.int().positive(),
    /** A person took the link back, or the order stopped waiting. */
    cause: z.enum(["by-hand", "expired", "cancelled"]),
    /** The order went on with this study and now has no study for the line: a person has to look at it. */
    fulfilled: z.boolean(),
  }),
});
