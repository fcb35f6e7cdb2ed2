import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  type LogLevel,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, updated } from "./kind.ts";

const settings = ({ inputs }: DeclaredResource) => {
  const { loggingConfiguration: logging } = inputs;
  return {
    definition: inputs["definition"] as string,
    roleArn: inputs["roleArn"] as string,
    tracingConfiguration: inputs["tracingConfiguration"],
    ...(logging && {
      loggingConfiguration: {
        level: logging.level as LogLevel,
        includeExecutionData: logging.includeExecutionData,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logDestination } }],
      },
    }),
  };
};

export const stepFunctions: Family = {
  "aws:sfn/stateMachine:StateMachine": {
    fixed: ["type"],
    make: async (resource, { aws }) => {
      const { inputs } = resource;
      const { stateMachineArn: arn } = await aws.sfn.send(
        new CreateStateMachineCommand({ name: inputs["name"], type: inputs["type"], ...settings(resource) }),
      );
      return { id: arn ?? "", state: { ...inputs, arn } };
    },
    // Executions that run go on with the definition that they were started with.
    update: async (resource, { aws }, before) => {
      await aws.sfn.send(
        new UpdateStateMachineCommand({ stateMachineArn: before.id, ...settings(resource) }),
      );
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn: id })),
  },
};
