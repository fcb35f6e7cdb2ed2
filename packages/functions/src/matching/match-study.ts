/** study.completed → links with the orders that expect the study. */
import { matchStudy } from "@accession/core/matching/match-study";
import { studyCompleted } from "@accession/events/studies/study.completed";
import { z } from "zod";
import { matchStudyContext } from "../runtime/composition-matching.ts";
import { logger } from "../runtime/logger.ts";
import { queueHandler } from "../runtime/queue-handler.ts";

const ACTOR = "match-study";

export const handler = queueHandler(
  z.object({ detail: studyCompleted.schema }),
  async ({ body: { detail } }) => {
    const linked = await matchStudy(matchStudyContext(), {
      tenantId: detail.tenantId,
      studyId: detail.aggregateId,
      meta: { ...detail.meta, causationId: detail.id, actor: ACTOR },
    });
    logger.info("study matched", { studyId: detail.aggregateId, linked });
  },
);
