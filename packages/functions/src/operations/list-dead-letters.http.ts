/** GET /v1/ops/dead-letters. Counts and times only, which belong to no tenant. */
import { listDeadLetters } from "@accession/core/operations/list-dead-letters";
import { z } from "zod";
import { deadLetterContext } from "../runtime/composition-dead-letters.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { queueStateView } from "./dead-letter-view.ts";
import { deadLetterQueueAnswer } from "./operations-answers.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/dead-letters",
      summary: "All dead-letter queues",
      answers: { 200: z.object({ queues: z.array(deadLetterQueueAnswer) }) },
    },
    scope: "operations.read",
  },
  async () => {
    const queues = await listDeadLetters(deadLetterContext().store);
    return { status: 200, body: { queues: queues.map(queueStateView) } };
  },
);
