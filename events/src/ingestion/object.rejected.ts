import { z } from "zod";
import { defineEvent } from "../define-event.ts";

/** An object that is no storable instance. `aggregateId` is its receipt's id; the object stays where it is. */
export const objectRejected = defineEvent({
  type: "object.rejected",
  version: 1,
  area: "ingestion",
  data: z.object({
    /** Stable reason code, such as `truncated` or `missing-study-instance-uid`. */
    reasonCode: z.string().min(1).max(64),
    /** Failure status of PS3.18 table I.2-2. */
    failureStatus: z.int().min(0).max(0xffff),
  }),
});
