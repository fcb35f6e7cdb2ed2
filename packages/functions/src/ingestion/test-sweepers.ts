/** What the scheduler does within two minutes: publishes what was left, completes what is due, and again. */
import type { Context } from "aws-lambda";
import { handler as sweepOutbox } from "../outbox/sweep-study-outbox.ts";
import { handler as sweepStudies } from "../studies/sweep-quiet-studies.ts";

async function handler(event: unknown, context: Context): Promise<void> {
  await sweepOutbox(event, context);
  await sweepStudies(event, context);
  await sweepStudies(event, context);
}

// Not at its declaration: it is no handler of the program.
export { handler };
