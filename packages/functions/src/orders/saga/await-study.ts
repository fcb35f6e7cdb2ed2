import { awaitStudy } from "@accession/core/orders/saga/await-study";
import { z } from "zod";
import { awaitContext, taskFailed } from "../../runtime/composition-imaging.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

const inputSchema = z.object({ taskToken: z.string().min(1) });

/** State AwaitStudy: waits to be woken by the token. A failure is reported by the token too: nobody else would tell. */
export const handler = sagaStep(async (target, input) => {
  const { taskToken } = inputSchema.parse(input);
  try {
    return { outcome: await awaitStudy(awaitContext(), target, taskToken) };
  } catch (error) {
    await taskFailed(taskToken, error);
    throw error;
  }
});
