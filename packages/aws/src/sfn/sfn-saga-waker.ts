import type { SagaWaker } from "@accession/core/matching/study-waits";
import { SendTaskFailureCommand, SendTaskSuccessCommand, type SFNClient } from "@aws-sdk/client-sfn";

/**
 * What the service says of a token that was used, whose task timed out, or whose execution is gone. `InvalidToken` is
 * its answer for tokens that it has forgotten; our tokens come from the service and nowhere else.
 */
const GONE = new Set(["TaskDoesNotExist", "TaskTimedOut", "InvalidToken"]);

/** Names of the failures that a waiting task ends with. */
const ERROR = { expired: "StudyWaitExpired", cancelled: "StudyWaitCancelled" } as const;

/** Wakes executions by their task token. The output says nothing: who wakes looks at the record. */
export function sfnSagaWaker(client: Pick<SFNClient, "send">): SagaWaker {
  async function unlessGone(send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (error instanceof Error && GONE.has(error.name)) return;
      throw error;
    }
  }
  return {
    wake: (taskToken) =>
      unlessGone(() => client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))),
    abandon: (taskToken, reason) =>
      unlessGone(() => client.send(new SendTaskFailureCommand({ taskToken, error: ERROR[reason] }))),
  };
}
