import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/**
 * Nothing arrived for a study during its quiet period: one event per arrival version, which is `aggregateVersion`.
 * Instances that come later make a further version.
 */
export const studyCompleted = defineEvent({
  type: "study.completed",
  version: 1,
  area: "studies",
  data: z.object({
    instanceCount: z.int().positive(),
    seriesCount: z.int().positive(),
    /** Sum of the objects' sizes in bytes. */
    byteCount: z.int().nonnegative(),
  }),
});
