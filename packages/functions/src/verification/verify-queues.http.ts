/** POST /v1/ops/verifications/queues: whether anything was given up. */
import { verifyQueuesContext } from "../runtime/composition-verify-queues.ts";
import { verificationRoute } from "./verification-route.ts";

export const handler = verificationRoute(
  "queues",
  "Verify that the dead-letter queues are empty",
  verifyQueuesContext,
);
