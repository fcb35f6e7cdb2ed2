import { SendTaskFailureCommand, type SFNClient } from "@aws-sdk/client-sfn";

/**
 * Tells the service that a waiting task's own function failed, so that the task is tried again: the service sees it by
 * itself, the local engine does not. A token that is gone is no error: somebody was faster.
 */
export async function reportTaskFailure(
  client: Pick<SFNClient, "send">,
  taskToken: string,
  code: string,
): Promise<void> {
  try {
    await client.send(new SendTaskFailureCommand({ taskToken, error: "StepFailed", cause: code }));
  } catch (error) {
    const gone = error instanceof Error && ["TaskDoesNotExist", "TaskTimedOut"].includes(error.name);
    if (!gone) throw error;
  }
}
