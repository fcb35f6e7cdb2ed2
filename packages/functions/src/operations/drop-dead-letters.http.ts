/** POST /v1/ops/dead-letters/{queue}/drop */
import { dropDeadLetters } from "@accession/core/operations/drop-dead-letters";
import { DROP_REASONS } from "@accession/core/operations/drop-reason";
import { z } from "zod";
import { dropContext } from "../runtime/composition-dead-letters.ts";
import { digestOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { messageIds, queuePath } from "./dead-letter-request.ts";
import { dropAnswer } from "./operations-answers.ts";

const body = z.strictObject({ messageIds, reason: z.enum(DROP_REASONS) });

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/ops/dead-letters/{queue}/drop",
      summary: "Delete letters for good",
      answers: { 200: dropAnswer },
      problems: [404],
      idempotent: true,
    },
    scope: "operations.write",
    path: queuePath,
    body,
  },
  async (request) => {
    const { queue } = request.path;
    const { messageIds: ids, reason } = request.body;
    const key = requestKeyOf(request, queue);
    const { answer, replayed } = await onceForKey(
      request,
      { key, digest: digestOf(request.body) },
      async () => {
        const actor = request.caller.principal;
        const report = await dropDeadLetters(dropContext(), { queue, ids, reason, actor });
        logger.info("letters dropped", { queue, reason, actor, ...report });
        return { report: JSON.stringify(report) };
      },
    );
    return {
      status: 200,
      body: JSON.parse(answer.report),
      headers: replayedHeader(replayed),
    };
  },
);
