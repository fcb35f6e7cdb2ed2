import { AppError } from "../errors.ts";
import type { FormerJudgement, Receipt, ReceiptDirectory } from "./receipt-directory.ts";

/** A receipt with what it said before. Throws `receipt.not-found`. */
export async function getReceipt(
  directory: ReceiptDirectory,
  tenantId: string,
  receiptId: string,
): Promise<{ receipt: Receipt; history: readonly FormerJudgement[] }> {
  const receipt = await directory.get(tenantId, receiptId);
  if (receipt === undefined) {
    throw new AppError("not-found", "receipt.not-found", "There is no such receipt.");
  }
  return { receipt, history: await directory.history(tenantId, receiptId) };
}
