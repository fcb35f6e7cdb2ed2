/**
 * POST /v1/ops/reingests: one page of the tenant's uploads, or one receipt, through ingestion again. It needs no
 * Idempotency-Key: a version that has its receipt keeps it. Keys and cursors may name patients: bodies alone hold them.
 */

import { publicId } from "@accession/core/ids";
import { MAX_LISTED, reingestObjects, reingestReceipt } from "@accession/core/operations/reingest";
import { z } from "zod";
import { instantGiven } from "../api/request-parts.ts";
import { reingestContext } from "../runtime/composition-reingest.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { reingestAnswer } from "./operations-answers.ts";

const dryRun = z.boolean().default(false);

const body = z.union([
  z.strictObject({ receiptId: publicId("receipt"), dryRun }),
  z.strictObject({
    /** What the names begin with, below the tenant's uploads; empty for all of them. */
    prefix: z.string().max(1024),
    since: instantGiven.optional(),
    limit: z.int().min(1).max(MAX_LISTED).default(500),
    cursor: z.string().max(4096).optional(),
    dryRun,
  }),
]);

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/ops/reingests",
      summary: "Send uploads through ingestion again",
      answers: { 202: reingestAnswer },
      problems: [404],
    },
    scope: "operations.write",
    body,
  },
  async ({ caller, body: asked }) => {
    const report =
      "receiptId" in asked
        ? await reingestReceipt(reingestContext(), caller.tenantId, asked.receiptId, asked.dryRun)
        : await reingestObjects(reingestContext(), caller.tenantId, asked);
    const { listed, selected, cursor } = report;
    logger.info("objects reingested", { listed, selected, dryRun: asked.dryRun });
    return {
      status: 202,
      body: { listed, selected, dryRun: asked.dryRun, ...(cursor !== undefined && { cursor }) },
    };
  },
);
