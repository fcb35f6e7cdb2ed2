/** POST /v1/ops/dead-letters/{queue}/redrive */
import type { LetterSelection } from "@accession/core/operations/letter-selection";
import { redriveDeadLetters } from "@accession/core/operations/redrive-dead-letters";
import { z } from "zod";
import { deadLetterContext } from "../runtime/composition-dead-letters.ts";
import { digestOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { letterFilter, messageIds, queuePath } from "./dead-letter-request.ts";
import { redriveAnswer } from "./operations-answers.ts";

/** Just one of `all`, `messageIds`, `filter`: nobody redrives all by leaving something out. */
const body = z
  .strictObject({
    all: z.literal(true).optional(),
    messageIds: messageIds.optional(),
    filter: letterFilter.optional(),
    limit: z.int().min(1).max(1000).default(200),
    /** Letters per second. With less than one, the ten of a receive could outlast the API's patience. */
    rate: z.number().min(1).max(100).default(10),
    dryRun: z.boolean().default(false),
  })
  .refine(
    (given) => [given.all, given.messageIds, given.filter].filter((one) => one !== undefined).length === 1,
    "must hold just one of all, messageIds and filter",
  );

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/ops/dead-letters/{queue}/redrive",
      summary: "Send letters back to where they came from",
      answers: { 200: redriveAnswer },
      problems: [404, 409],
      idempotent: true,
    },
    scope: "operations.write",
    path: queuePath,
    body,
  },
  async (request) => {
    const { queue } = request.path;
    const { limit, rate, dryRun } = request.body;
    const key = requestKeyOf(request, queue);
    const work = { queue, selection: selectionOf(request.body), limit, rate, dryRun };
    if (dryRun)
      return { status: 200, body: { dryRun, ...(await redriveDeadLetters(deadLetterContext(), work)) } };
    const { answer, replayed } = await onceForKey(
      request,
      { key, digest: digestOf(request.body) },
      async () => {
        const report = await redriveDeadLetters(deadLetterContext(), work);
        logger.info("letters redriven", { queue, actor: request.caller.principal, ...report });
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

function selectionOf({ messageIds: ids, filter }: z.output<typeof body>): LetterSelection {
  if (ids !== undefined) return { by: "ids", ids };
  return filter === undefined ? { by: "all" } : { by: "filter", ...filter };
}
