/** GET /v1/ops/replays */
import { replayContext } from "../runtime/composition-replays.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { replayView } from "./replay-view.ts";

export const handler = httpHandler({ scope: "operations.read" }, async () => {
  const replays = await replayContext().replays.list();
  return { status: 200, body: { replays: replays.map(replayView) } };
});
