/** GET /v1/receipts. Object keys are in the answer only: a key may name a patient, and URLs are logged. */

import { publicId } from "@accession/core/ids";
import { OUTCOMES_AND_ENDS } from "@accession/core/receipts/receipt-directory";
import { z } from "zod";
import { cursorGiven, instantGiven, pageLimit } from "../api/request-parts.ts";
import { receiptDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { receiptsAnswer } from "./receipt-answer.ts";
import { reasonCode } from "./receipt-filters.ts";
import { receiptView } from "./receipt-view.ts";

const query = z.strictObject({
  outcome: z.enum(OUTCOMES_AND_ENDS).optional(),
  studyId: publicId("study").optional(),
  reason: reasonCode.optional(),
  since: instantGiven.optional(),
  until: instantGiven.optional(),
  limit: pageLimit(50, 200),
  cursor: cursorGiven,
});

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/receipts",
      summary: "What became of objects, newest first",
      answers: { 200: receiptsAnswer },
    },
    scope: "receipts.read",
    query,
  },
  async (request) => {
    const page = await receiptDirectory().list(request.caller.tenantId, request.query);
    return { status: 200, body: { receipts: page.items.map(receiptView), cursor: page.cursor } };
  },
);
