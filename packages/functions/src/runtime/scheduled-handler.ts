import type { Context } from "aws-lambda";
import { faultFields } from "./fault-fields.ts";
import { logger } from "./logger.ts";

export type ScheduledHandler = (event: unknown, context: Context) => Promise<void>;

/** Makes the handler of a scheduled task: `run` answers counts for the log. A failure fails the invocation. */
export function scheduledHandler(
  run: (context: Context) => Promise<Record<string, unknown>>,
): ScheduledHandler {
  return async (_event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    try {
      logger.info("swept", await run(context));
    } catch (error) {
      logger.error("sweep failed", faultFields(error));
      throw error;
    }
  };
}
