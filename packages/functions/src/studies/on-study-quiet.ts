/** A hint that a study may be complete by now. The due time in its row decides. */
import { completeStudy } from "@accession/core/studies/complete-study";
import { z } from "zod";
import { completeStudyContext } from "../runtime/composition-studies.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const hintSchema = z.strictObject({ tenantId: z.uuid(), studyId: z.uuid() });

export const handler = queueHandler(hintSchema, async ({ messageId, body }) => {
  const completed = await completeStudy(completeStudyContext(), body, messageId);
  logger.info("study looked at", { ...body, completed });
});
