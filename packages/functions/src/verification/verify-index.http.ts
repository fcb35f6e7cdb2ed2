/** POST /v1/ops/verifications/index: receipts, instances, studies, links and their events, all in Postgres. */
import { verifyIndexContext } from "../runtime/composition-verify-index.ts";
import { verificationRoute } from "./verification-route.ts";

export const handler = verificationRoute(
  "index",
  "Verify that receipts, instances, studies and links agree",
  verifyIndexContext,
);
