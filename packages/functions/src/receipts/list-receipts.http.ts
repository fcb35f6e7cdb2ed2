/** GET /v1/receipts. Object keys are in the answer only: a key may name a patient, and URLs are logged. */
import { publicId } from "@accession/core/ids";
import { OUTCOMES } from "@accession/core/receipts/receipt-directory";
import { z } from "zod";
import { receiptDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { pageLimit } from "../runtime/page-limit.ts";
import { receiptsAnswer } from "./receipt-answer.ts";
import { receiptView } from "./receipt-view.ts";

const query = z.strictObject({
  outcome: z.enum(OUTCOMES).optional(),
  studyId: publicId("study").optional(),
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
  limit: pageLimit(50, 200),
  cursor: z.string().max(200).optional(),
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
