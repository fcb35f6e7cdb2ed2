import {
  AddPermissionCommand,
  type Architecture,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  RemovePermissionCommand,
  type Runtime,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, type Kind, type Make, pascalCase, updated } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

/** The network is recorded only, so a function that sits in it runs outside. */
const settings = (inputs: Inputs) => ({
  FunctionName: inputs["name"] as string,
  Description: inputs["description"],
  Runtime: inputs["runtime"] as Runtime,
  Handler: inputs["handler"] as string,
  Role: inputs["role"] as string,
  Timeout: inputs["timeout"],
  MemorySize: inputs["memorySize"],
  Environment: { Variables: inputs["environment"]?.variables },
  ...(inputs["loggingConfig"] && { LoggingConfig: pascalCase(inputs["loggingConfig"]) as object }),
  ...(inputs["tracingConfig"] && { TracingConfig: { Mode: inputs["tracingConfig"].mode } }),
});
const codeOf = (inputs: Inputs) => ({ S3Bucket: inputs["s3Bucket"], S3Key: inputs["s3Key"] });

const fn: Kind = {
  make: async ({ inputs }, { aws }) => {
    const { FunctionArn: arn } = await aws.lambda.send(
      new CreateFunctionCommand({
        ...settings(inputs),
        Architectures: inputs["architectures"] as Architecture[],
        Code: codeOf(inputs),
      }),
    );
    return { id: inputs["name"], state: { ...inputs, arn, qualifiedArn: arn, invokeArn: arn } };
  },
  update: async (resource, { aws }, before) => {
    const { inputs } = resource;
    await aws.lambda.send(new UpdateFunctionConfigurationCommand(settings(inputs)));
    // Always: a changed handler was put in its place meanwhile, outside of the program.
    await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: before.id, ...codeOf(inputs) }));
    return updated(resource, before);
  },
  remove: ({ id }, { aws }) => aws.lambda.send(new DeleteFunctionCommand({ FunctionName: id })),
};

/** Settings of a mapping that may change. */
const mappingSettings = (inputs: Inputs) => {
  const destination = inputs["destinationConfig"]?.onFailure?.destinationArn;
  return {
    BatchSize: inputs["batchSize"],
    MaximumBatchingWindowInSeconds: inputs["maximumBatchingWindowInSeconds"],
    FunctionResponseTypes: inputs["functionResponseTypes"],
    BisectBatchOnFunctionError: inputs["bisectBatchOnFunctionError"],
    MaximumRetryAttempts: inputs["maximumRetryAttempts"],
    MaximumRecordAgeInSeconds: inputs["maximumRecordAgeInSeconds"],
    ParallelizationFactor: inputs["parallelizationFactor"],
    ...(inputs["filterCriteria"] && { FilterCriteria: pascalCase(inputs["filterCriteria"]) as object }),
    ...(inputs["scalingConfig"] && { ScalingConfig: pascalCase(inputs["scalingConfig"]) as object }),
    ...(destination && { DestinationConfig: { OnFailure: { Destination: destination } } }),
  };
};

const eventSourceMapping: Kind = {
  fixed: ["eventSourceArn", "functionName", "startingPosition"],
  make: async ({ inputs }, { aws }) => {
    const { UUID: id } = await aws.lambda.send(
      new CreateEventSourceMappingCommand({
        ...mappingSettings(inputs),
        EventSourceArn: inputs["eventSourceArn"],
        FunctionName: inputs["functionName"],
        StartingPosition: inputs["startingPosition"],
      }),
    );
    return { id: id ?? "", state: inputs };
  },
  update: async (resource, { aws }, before) => {
    await aws.lambda.send(
      new UpdateEventSourceMappingCommand({ ...mappingSettings(resource.inputs), UUID: before.id }),
    );
    return updated(resource, before);
  },
  remove: ({ id }, { aws }) => aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: id })),
};

const statementOf = ({ name, inputs }: DeclaredResource): string => inputs["statementId"] ?? name;

const permission: Kind = {
  make: async (resource, { aws }) => {
    const { name, inputs } = resource;
    await aws.lambda.send(
      new AddPermissionCommand({
        FunctionName: inputs["function"],
        StatementId: statementOf(resource),
        Action: inputs["action"],
        Principal: inputs["principal"],
        SourceArn: inputs["sourceArn"],
      }),
    );
    return { id: name, state: inputs };
  },
  remove: (resource, { aws }) =>
    aws.lambda.send(
      new RemovePermissionCommand({
        FunctionName: resource.inputs["function"],
        StatementId: statementOf(resource),
      }),
    ),
};

/** A function that the program calls while it deploys: again whenever its triggers change. */
const invoke: Make = async ({ name, inputs }, { aws }) => {
  const answer = await aws.lambda.send(
    new InvokeCommand({ FunctionName: inputs["functionName"], Payload: Buffer.from(inputs["input"]) }),
  );
  const result = Buffer.from(answer.Payload ?? []).toString("utf8");
  if (answer.FunctionError !== undefined) throw new Error(`${inputs["functionName"]} failed: ${result}`);
  return { id: name, state: { ...inputs, result } };
};

export const lambda: Family = {
  "aws:lambda/function:Function": fn,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/permission:Permission": permission,
  "aws:lambda/invocation:Invocation": { make: invoke, update: invoke },
};
