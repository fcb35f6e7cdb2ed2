/** POST /v1/ops/verifications/orders: orders with their runs, stock, studies, payments and events. */
import { verifyOrdersContext } from "../runtime/composition-verify-orders.ts";
import { verificationRoute } from "./verification-route.ts";

export const handler = verificationRoute(
  "orders",
  "Verify orders against what they set in motion",
  verifyOrdersContext,
);
