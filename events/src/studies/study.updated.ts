import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/** Instances arrived in a study: one event per study and batch. `aggregateVersion` is the study's arrival version. */
export const studyUpdated = defineEvent({
  type: "study.updated",
  version: 1,
  area: "studies",
  data: z.object({
    instancesAdded: z.int().positive(),
    /** Of the whole study, after this batch. */
    instanceCount: z.int().positive(),
    seriesCount: z.int().positive(),
  }),
});
