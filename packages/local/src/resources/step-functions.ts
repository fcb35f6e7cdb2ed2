import { CreateStateMachineCommand } from "@aws-sdk/client-sfn";
import type { Family } from "./kind.ts";

export const stepFunctions: Family = {
  "aws:sfn/stateMachine:StateMachine": async ({ inputs }, { aws }) => {
    const { loggingConfiguration: logging } = inputs;
    const { stateMachineArn: arn } = await aws.sfn.send(
      new CreateStateMachineCommand({
        name: inputs["name"],
        definition: inputs["definition"],
        roleArn: inputs["roleArn"],
        type: inputs["type"],
        tracingConfiguration: inputs["tracingConfiguration"],
        ...(logging && {
          loggingConfiguration: {
            level: logging.level,
            includeExecutionData: logging.includeExecutionData,
            destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logDestination } }],
          },
        }),
      }),
    );
    return { id: arn ?? "", state: { ...inputs, arn } };
  },
};
