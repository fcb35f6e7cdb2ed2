import type { SagaStarter } from "@accession/core/orders/saga-starter";
import { type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { executionName } from "./execution-name.ts";

/** Starts executions of the state machine, named by order and attempt, so that a repeated start is seen as one. */
export function sfnSagaStarter(client: Pick<SFNClient, "send">, stateMachineArn: string): SagaStarter {
  return {
    async start(input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: executionName(input),
            input: JSON.stringify(input),
          }),
        );
      } catch (error) {
        // The attempt runs, or has run: what was asked for is the case.
        if (error instanceof Error && error.name === "ExecutionAlreadyExists") return;
        throw error;
      }
    },
  };
}
