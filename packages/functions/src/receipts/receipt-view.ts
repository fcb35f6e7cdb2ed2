import { toPublicId } from "@accession/core/ids";
import type { FormerJudgement, Receipt } from "@accession/core/receipts/receipt-directory";

/** A receipt as the API shows it. */
export function receiptView(receipt: Receipt) {
  const { studyId, firstReceiptId, gone, landedAt, receivedAt, evidence, ...rest } = receipt;
  return {
    ...rest,
    id: toPublicId("receipt", receipt.id),
    ...(studyId !== undefined && { studyId: toPublicId("study", studyId) }),
    ...(firstReceiptId !== undefined && { firstReceiptId: toPublicId("receipt", firstReceiptId) }),
    ...(Object.keys(evidence).length > 0 && { evidence }),
    ...(gone !== undefined && { gone: { as: gone.as, at: gone.at.toISOString() } }),
    landedAt: landedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}

/** What a receipt said before, as the API shows it. */
export function formerJudgementView({ until, evidence, ...rest }: FormerJudgement) {
  return {
    ...rest,
    ...(Object.keys(evidence).length > 0 && { evidence }),
    until: until.toISOString(),
  };
}
