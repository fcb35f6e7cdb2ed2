import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/**
 * A study counts for a line of an order from now on. The aggregate is the link of the two; `aggregateVersion` counts
 * its changes.
 */
export const studyMatched = defineEvent({
  type: "study.matched",
  version: 1,
  area: "studies",
  data: z.object({
    studyId: z.uuid(),
    /** The study's version that was judged. */
    studyVersion: z.int().positive(),
    orderId: z.uuid(),
    /** Of the order, from 1. */
    line: z.int().positive(),
    /** `manual`: a person linked them. */
    grade: z.enum(["matched", "manual"]),
  }),
});
