/** POST /v1/ops/verifications/stock: the stock of each article against its ledger. */
import { verifyStockContext } from "../runtime/composition-verify-stock.ts";
import { verificationRoute } from "./verification-route.ts";

export const handler = verificationRoute(
  "stock",
  "Verify the stock of each article against its ledger",
  verifyStockContext,
);
