/** What `link` and `unlink` have in common: one decision of a person, made once per Idempotency-Key. */
import { createHash } from "node:crypto";
import { publicId } from "@accession/core/ids";
import { linkByHand } from "@accession/core/matching/link-by-hand";
import { LinkNotFound } from "@accession/core/matching/linking-errors";
import { z } from "zod";
import { linkByHandContext } from "../runtime/composition-worklist.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, requestKeyOf } from "../runtime/idempotent-request.ts";
import { logger } from "../runtime/logger.ts";
import { linkView } from "./worklist-view.ts";

const SUMMARY = {
  link: "Let a study count for a line of an order",
  unlink: "Let a study not count for a line of an order, or turn a candidate down",
} as const;

import { linkAnswer } from "./worklist-answer.ts";

const body = z.strictObject({
  orderId: publicId("order"),
  line: z.int().min(1).max(40),
  /** Why, for whoever asks later. It may name a patient: it stays in Postgres. */
  reason: z.string().trim().min(1).max(1000),
});

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
      const digest = sha256(JSON.stringify(request.body));
      const { replayed } = await onceForKey(request, { key, digest }, async () => {
        await linkByHand(linkByHandContext(), change, {
          ...pair,
          tenantId,
          note: reason,
          // The same key and body are the same decision, also when the cache of answers forgot it.
          requestKey: sha256(key + digest),
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
        headers: { ...(replayed && { "idempotency-replayed": "true" }) },
      };
    },
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
