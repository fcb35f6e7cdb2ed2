/** POST /v1/ops/replays */

import { createHash } from "node:crypto";
import { toPublicId } from "@accession/core/ids";
import { planReplay } from "@accession/core/operations/plan-replay";
import { ARCHIVES } from "@accession/core/operations/replay";
import { previewReplay, startReplay } from "@accession/core/operations/start-replay";
import { z } from "zod";
import { instantGiven } from "../api/request-parts.ts";
import { replayContext } from "../runtime/composition-replays.ts";
import { digestOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { replayPreviewAnswer, startedReplayAnswer } from "./operations-answers.ts";
import { plannedRuleView } from "./replay-view.ts";

const body = z.strictObject({
  archive: z.enum(ARCHIVES),
  from: instantGiven,
  to: instantGiven,
  types: z.array(z.string().min(1).max(64)).min(1).max(20).optional(),
  dryRun: z.boolean().default(false),
});

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/ops/replays",
      summary: "Send archived events again to the rules that let replays pass",
      answers: { 200: replayPreviewAnswer, 202: startedReplayAnswer },
      problems: [409],
      idempotent: true,
    },
    scope: "operations.write",
    body,
  },
  async (request) => {
    const { dryRun, ...wanted } = request.body;
    const key = requestKeyOf(request);
    const context = replayContext();
    if (dryRun) {
      const { plan, archive } = await previewReplay(context, wanted);
      return { status: 200, body: { dryRun, rules: plan.rules.map(plannedRuleView), archive } };
    }
    const digest = digestOf(wanted);
    // The same key and body are the same replay, also when the cache of answers forgot it.
    const id = uuidOf(key + digest);
    const { replayed } = await onceForKey(request, { key, digest }, async () => {
      const { receiving } = await startReplay(context, id, wanted);
      logger.info("replay started", { replayId: id, rules: receiving.map(({ name }) => name) });
      return { replayId: id };
    });
    return {
      status: 202,
      body: {
        id: toPublicId("replay", id),
        rules: planReplay(context.rules, wanted).rules.map(plannedRuleView),
      },
      headers: replayedHeader(replayed),
    };
  },
);

/** A UUID of a text's digest (RFC 9562 section 5.8). */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
