import type { Context } from "aws-lambda";
import { faultFields, quotingNothing } from "./fault-fields.ts";
import { logger } from "./logger.ts";

export type ScheduledHandler = (event: unknown, context: Context) => Promise<void>;

/** What one run did, for the log. */
export interface SweepCounts {
  /** What it could not do. Above 0 fails the invocation, which is what the alarm on the function sees. */
  readonly failed?: number;
  readonly [what: string]: unknown;
}

/** Makes the handler of a scheduled task. A failure fails the invocation. */
export function scheduledHandler(
  run: (context: Context, event: unknown) => Promise<SweepCounts>,
): ScheduledHandler {
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    const { failed = 0 } = await counted(() => run(context, event));
    if (failed > 0) throw new Error(`${failed} were not swept`);
  };
}

async function counted(run: () => Promise<SweepCounts>): Promise<SweepCounts> {
  try {
    const counts = await run();
    logger.info("swept", counts);
    return counts;
  } catch (error) {
    logger.error("sweep failed", faultFields(error));
    throw quotingNothing(error);
  }
}
