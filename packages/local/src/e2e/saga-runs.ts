/** The saga's executions, and the sweeper that goes on with orders whose execution died. */
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, ExecutionDoesNotExist } from "@aws-sdk/client-sfn";
import { expect } from "vitest";
import { waitUntil } from "../engine/wait-until.ts";
import { system } from "./under-test.ts";

export const machineArn = () =>
  String(system.resources.find(({ type }) => type === "aws:sfn/stateMachine:StateMachine")?.state["arn"]);

export const executionArn = (id: string, attempt: number) =>
  `${machineArn().replace(":stateMachine:", ":execution:")}:${id.replace(/^ord_/, "")}-${attempt}`;

/** The status of one run of an order; undefined before it has begun. */
export async function executionOf(id: string, attempt: number): Promise<string | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn: executionArn(id, attempt) });
    return (await system.aws.sfn.send(command)).status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** Waits until a run of an order is over. Answers how. */
export const whenRunEnded = (id: string, attempt: number, deadlineMs: number): Promise<string> =>
  waitUntil(
    `run ${attempt} of ${id} is over`,
    deadlineMs,
    async () => {
      const status = await executionOf(id, attempt);
      return status === "RUNNING" ? undefined : status;
    },
    250,
  );

/** Looks at all orders that have not ended, without waiting for their time. */
export async function lookAtAll(): Promise<void> {
  const answer = await system.aws.lambda.send(
    new InvokeCommand({
      FunctionName: "accession-local-sweep-stalled-orders",
      Payload: JSON.stringify({ lookAtAll: true }),
    }),
  );
  expect(answer.FunctionError).toBeUndefined();
}
