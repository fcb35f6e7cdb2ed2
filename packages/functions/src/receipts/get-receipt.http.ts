/** GET /v1/receipts/{id}: with the evidence, and what it said before. */
import { publicId } from "@accession/core/ids";
import { getReceipt } from "@accession/core/receipts/get-receipt";
import { z } from "zod";
import { receiptDirectory } from "../runtime/composition-queries.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { receiptWithHistoryAnswer } from "./receipt-answer.ts";
import { formerJudgementView, receiptView } from "./receipt-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/receipts/{id}",
      summary: "A receipt with its evidence, and what it said before",
      answers: { 200: receiptWithHistoryAnswer },
      problems: [404],
    },
    scope: "receipts.read",
    path: z.strictObject({ id: publicId("receipt") }),
  },
  async ({ caller, path }) => {
    const { receipt, history } = await getReceipt(receiptDirectory(), caller.tenantId, path.id);
    return { status: 200, body: { ...receiptView(receipt), history: history.map(formerJudgementView) } };
  },
);
