/** GET /v1/ops/drops */

import { z } from "zod";
import { cursorGiven, pageLimit } from "../api/request-parts.ts";
import { dropLog } from "../runtime/composition-dead-letters.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { dropsAnswer } from "./operations-answers.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/drops",
      summary: "Who deleted which dead letters, newest first",
      answers: { 200: dropsAnswer },
    },
    scope: "operations.read",
    query: z.strictObject({ limit: pageLimit(50, 200), cursor: cursorGiven }),
  },
  async ({ query }) => {
    const page = await dropLog().list(query);
    return { status: 200, body: { drops: page.items, cursor: page.cursor } };
  },
);
