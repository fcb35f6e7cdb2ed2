/**
 * POST /v1/rejections/retry: rejected objects are judged anew. It needs no Idempotency-Key: what comes to the same again
 * changes nothing.
 */

import { publicId } from "@accession/core/ids";
import { MAX_RETRIED, retryRejections } from "@accession/core/operations/retry-rejections";
import { z } from "zod";
import { cursorGiven, instantGiven } from "../api/request-parts.ts";
import { reasonCode } from "../receipts/receipt-filters.ts";
import { retryContext } from "../runtime/composition-retry.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { logger } from "../runtime/logger.ts";
import { retryAnswer } from "./operations-answers.ts";

const dryRun = z.boolean().default(false);

const body = z.union([
  z.strictObject({ receiptIds: z.array(publicId("receipt")).min(1).max(100), dryRun }),
  z.strictObject({
    reason: reasonCode,
    since: instantGiven.optional(),
    until: instantGiven.optional(),
    limit: z.int().min(1).max(MAX_RETRIED).default(MAX_RETRIED),
    cursor: cursorGiven,
    dryRun,
  }),
]);

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/rejections/retry",
      summary: "Judge rejected objects anew",
      answers: { 202: retryAnswer },
    },
    scope: "operations.write",
    body,
  },
  async ({ caller, body: asked }) => {
    const { selected, cursor } = await retryRejections(retryContext(), caller.tenantId, asked);
    logger.info("rejections retried", { selected, dryRun: asked.dryRun });
    return {
      status: 202,
      body: { selected, dryRun: asked.dryRun, ...(cursor !== undefined && { cursor }) },
    };
  },
);
