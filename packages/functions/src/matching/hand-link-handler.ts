/** What `link` and `unlink` have in common: one decision of a person, made once per Idempotency-Key. */
import { publicId } from "@accession/core/ids";
import { linkByHand } from "@accession/core/matching/link-by-hand";
import { LinkNotFound } from "@accession/core/matching/linking-errors";
import { MAX_LINES } from "@accession/core/orders/order";
import { z } from "zod";
import { linkByHandContext } from "../runtime/composition-worklist.ts";
import { digestOf, effectIdOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { linkAnswer } from "./worklist-answer.ts";
import { linkView } from "./worklist-view.ts";

const SUMMARY = {
  link: "Let a study count for a line of an order",
  unlink: "Let a study not count for a line of an order, or turn a candidate down",
} as const;

const body = z.strictObject({
  orderId: publicId("order"),
  line: z.int().min(1).max(MAX_LINES),
  /** Why, for whoever asks later. It may name a patient: it stays in Postgres. */
  reason: z.string().trim().min(1).max(1000),
});

/** The handler of `POST /v1/studies/{id}/link` or `…/unlink`. */
export function handLinkHandler(change: "link" | "unlink") {
  const path = z.strictObject({ id: publicId("study") });
  return httpHandler(
    {
      describes: {
        route: `POST /v1/studies/{id}/${change}`,
        summary: SUMMARY[change],
        answers: { 200: linkAnswer },
        problems: [404, 409],
        idempotent: true,
      },
      scope: "worklist.write",
      path,
      body,
    },
    async (request) => {
      const { tenantId } = request.caller;
      const { reason, ...target } = request.body;
      const pair = { studyId: request.path.id, ...target };
      const key = requestKeyOf(request, pair.studyId);
      const digest = digestOf(request.body);
      const { replayed } = await onceForKey(request, { key, digest }, async () => {
        await linkByHand(linkByHandContext(), change, {
          ...pair,
          tenantId,
          note: reason,
          requestKey: effectIdOf({ key, digest }),
          meta: request.meta,
        });
        return { studyId: pair.studyId };
      });
      const link = await linkByHandContext().linking.find(tenantId, pair);
      if (link === undefined) throw new LinkNotFound();
      logger.info("link decided", { ...pair, status: link.status, replayed });
      return {
        status: 200,
        body: linkView(link),
        headers: replayedHeader(replayed),
      };
    },
  );
}
