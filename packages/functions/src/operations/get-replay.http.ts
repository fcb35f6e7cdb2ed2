/** GET /v1/ops/replays/{id} */
import { publicId } from "@accession/core/ids";
import { ReplayNotFound } from "@accession/core/operations/replay-errors";
import { z } from "zod";
import { replayContext } from "../runtime/composition-replays.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { replayAnswer } from "./operations-answers.ts";
import { replayView } from "./replay-view.ts";

const path = z.strictObject({ id: publicId("replay") });

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/ops/replays/{id}",
      summary: "A replay, and how far it has come",
      answers: { 200: replayAnswer },
      problems: [404],
    },
    scope: "operations.read",
    path,
  },
  async (request) => {
    const replay = await replayContext().replays.get(request.path.id);
    if (replay === undefined) throw new ReplayNotFound();
    return { status: 200, body: replayView(replay) };
  },
);
