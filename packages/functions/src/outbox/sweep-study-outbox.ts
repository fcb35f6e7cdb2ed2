/** Every minute: publishes what writers committed to Postgres and did not live to publish. */
import { sweepOutbox } from "@accession/core/outbox/sweep-outbox";
import { publishContext } from "../runtime/composition-events.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";

export const handler = scheduledHandler(async () => ({ ...(await sweepOutbox(publishContext())) }));
