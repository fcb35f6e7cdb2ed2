import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
} from "@aws-sdk/client-sfn";
import type { Place } from "./canary-search.ts";
import { system } from "./under-test.ts";

/** Names, inputs, outputs and histories of the executions that began since, of all state machines. */
export async function executionPlaces(since: Date): Promise<Place[]> {
  const client = system.aws.sfn;
  const names: string[] = [];
  const data: string[] = [];
  const histories: string[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines) {
      const pages = paginateListExecutions({ client }, { stateMachineArn });
      for await (const { executions = [] } of pages) {
        for (const { executionArn, name = "", startDate } of executions) {
          if (startDate === undefined || startDate.getTime() < since.getTime() - CLOCK_STEP_MS) continue;
          names.push(name);
          const { input, output, error, cause } = await client.send(
            new DescribeExecutionCommand({ executionArn }),
          );
          data.push(JSON.stringify({ input, output, error, cause }));
          for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
            histories.push(...events.map((event) => JSON.stringify(event)));
        }
      }
    }
  }
  return [
    { name: "execution names", texts: names },
    { name: "execution data", texts: data },
    { name: "execution histories", texts: histories },
  ];
}

/** Start dates come in whole seconds from some engines. */
const CLOCK_STEP_MS = 1000;
