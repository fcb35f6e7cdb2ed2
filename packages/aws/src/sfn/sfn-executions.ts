import type { SagaExecutions } from "@accession/core/orders/saga-executions";
import { DescribeExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { executionName } from "./execution-name.ts";

/** Looks up executions by the names that the starter gives them. */
export function sfnExecutions(client: Pick<SFNClient, "send">, stateMachineArn: string): SagaExecutions {
  return {
    async stateOf(run) {
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${executionName(run)}`;
      try {
        const answer = await (client as SFNClient).send(new DescribeExecutionCommand({ executionArn }));
        // PENDING_REDRIVE is of child executions only.
        return answer.status === "RUNNING" ? "running" : "ended";
      } catch (error) {
        if (error instanceof Error && error.name === "ExecutionDoesNotExist") return "absent";
        throw error;
      }
    },
  };
}
