/** GET /v1/ops/dead-letters/{queue}. Letters of every tenant, so it is for those who run the system. */
import { showDeadLetters } from "@accession/core/operations/show-dead-letters";
import { z } from "zod";
import { deadLetterContext } from "../runtime/composition-dead-letters.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { letterQuery, querySelection, queuePath } from "./dead-letter-request.ts";
import { letterView } from "./dead-letter-view.ts";
import { deadLetterAnswer } from "./operations-answers.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/dead-letters/{queue}",
      summary: "Some letters of a queue, oldest first",
      answers: { 200: z.object({ messages: z.array(deadLetterAnswer) }) },
      problems: [404],
    },
    scope: "operations.write",
    path: queuePath,
    query: letterQuery,
  },
  async ({ path, query }) => {
    const shown = await showDeadLetters(deadLetterContext(), path.queue, querySelection(query), query.limit);
    return { status: 200, body: { messages: shown.map((letter) => letterView(letter, query.body)) } };
  },
);
