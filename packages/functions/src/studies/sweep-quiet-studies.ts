/** Every minute: completes the studies whose hint was lost. */
import { sweepQuietStudies } from "@accession/core/studies/sweep-quiet-studies";
import type { Context } from "aws-lambda";
import { completeStudyContext } from "../runtime/composition-studies.ts";
import { scheduledHandler } from "../runtime/scheduled-handler.ts";

export const handler = scheduledHandler(async (context: Context) => ({
  completed: await sweepQuietStudies(completeStudyContext(), context.awsRequestId),
}));
