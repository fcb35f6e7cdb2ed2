/** POST /v1/ops/verifications/objects: the bucket against the receipts. */
import { verifyObjectsContext } from "../runtime/composition-verify-objects.ts";
import { verificationRoute } from "./verification-route.ts";

export const handler = verificationRoute(
  "objects",
  "Verify what landed in the bucket against the receipts",
  verifyObjectsContext,
);
