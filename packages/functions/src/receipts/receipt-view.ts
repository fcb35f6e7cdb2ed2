import { toPublicId } from "@accession/core/ids";
import type { Receipt } from "@accession/core/receipts/receipt-directory";

/** A receipt as the API shows it. */
export function receiptView(receipt: Receipt) {
  const { studyId, landedAt, receivedAt, evidence, ...rest } = receipt;
  return {
    ...rest,
    id: toPublicId("receipt", receipt.id),
    ...(studyId !== undefined && { studyId: toPublicId("study", studyId) }),
    ...(Object.keys(evidence).length > 0 && { evidence }),
    landedAt: landedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}
