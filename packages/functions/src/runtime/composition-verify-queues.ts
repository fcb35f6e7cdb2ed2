/** What looks for letters in the dead-letter queues. Needs the link `DeadLetters`, and sqs:GetQueueAttributes on them. */
import { verifyQueues } from "@accession/core/verification/verify-queues";
import { deadLetterContext } from "./composition-dead-letters.ts";
import { lazy } from "./lazy.ts";

/** Letters are of all tenants: whose they are is in them alone. */
export const verifyQueuesContext = lazy(() => ({
  tenantId: async (slug: string) => slug,
  walk: () => verifyQueues(deadLetterContext().store),
}));
