/** Every minute: ends the waits that are past their deadline, and wakes whom a lost message left asleep. */
import { sweepOverdueProcedures } from "@accession/core/matching/sweep-overdue-procedures";
import type { Context } from "aws-lambda";
import { sweepOverdueContext } from "../runtime/composition-matching.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";

export const handler = scheduledHandler(async (context: Context) => ({
  ...(await sweepOverdueProcedures(sweepOverdueContext(), context.awsRequestId)),
}));
