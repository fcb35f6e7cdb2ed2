/** GET /v1/ops/replays */

import { z } from "zod";
import { replayContext } from "../runtime/composition-replays.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { replayAnswer } from "./operations-answers.ts";
import { replayView } from "./replay-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/replays",
      summary: "Replays of the last 90 days, newest first",
      answers: { 200: z.object({ replays: z.array(replayAnswer) }) },
    },
    scope: "operations.read",
  },
  async () => {
    const replays = await replayContext().replays.list();
    return { status: 200, body: { replays: replays.map(replayView) } };
  },
);
