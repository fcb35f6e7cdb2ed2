import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
} from "@aws-sdk/client-lambda";
import { type Family, type Make, pascalCase } from "./kind.ts";

/** The network is recorded only, so a function that sits in it runs outside. */
const makeFunction: Make = async ({ inputs }, { aws }) => {
  const { FunctionArn: arn } = await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: inputs["name"],
      Description: inputs["description"],
      Runtime: inputs["runtime"],
      Handler: inputs["handler"],
      Role: inputs["role"],
      Timeout: inputs["timeout"],
      MemorySize: inputs["memorySize"],
      Architectures: inputs["architectures"],
      Code: { S3Bucket: inputs["s3Bucket"], S3Key: inputs["s3Key"] },
      Environment: { Variables: inputs["environment"]?.variables },
      ...(inputs["loggingConfig"] && { LoggingConfig: pascalCase(inputs["loggingConfig"]) as object }),
      ...(inputs["tracingConfig"] && { TracingConfig: { Mode: inputs["tracingConfig"].mode } }),
    }),
  );
  return { id: inputs["name"], state: { ...inputs, arn, qualifiedArn: arn, invokeArn: arn } };
};

const eventSourceMapping: Make = async ({ inputs }, { aws }) => {
  const destination = inputs["destinationConfig"]?.onFailure?.destinationArn;
  const { UUID: id } = await aws.lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: inputs["eventSourceArn"],
      FunctionName: inputs["functionName"],
      BatchSize: inputs["batchSize"],
      MaximumBatchingWindowInSeconds: inputs["maximumBatchingWindowInSeconds"],
      FunctionResponseTypes: inputs["functionResponseTypes"],
      StartingPosition: inputs["startingPosition"],
      BisectBatchOnFunctionError: inputs["bisectBatchOnFunctionError"],
      MaximumRetryAttempts: inputs["maximumRetryAttempts"],
      MaximumRecordAgeInSeconds: inputs["maximumRecordAgeInSeconds"],
      ParallelizationFactor: inputs["parallelizationFactor"],
      ...(inputs["filterCriteria"] && { FilterCriteria: pascalCase(inputs["filterCriteria"]) as object }),
      ...(inputs["scalingConfig"] && { ScalingConfig: pascalCase(inputs["scalingConfig"]) as object }),
      ...(destination && { DestinationConfig: { OnFailure: { Destination: destination } } }),
    }),
  );
  return { id: id ?? "", state: inputs };
};

const permission: Make = async ({ name, inputs }, { aws }) => {
  await aws.lambda.send(
    new AddPermissionCommand({
      FunctionName: inputs["function"],
      StatementId: inputs["statementId"] ?? name,
      Action: inputs["action"],
      Principal: inputs["principal"],
      SourceArn: inputs["sourceArn"],
    }),
  );
  return { id: name, state: inputs };
};

/** A function that the program calls while it deploys. */
const invocation: Make = async ({ name, inputs }, { aws }) => {
  const answer = await aws.lambda.send(
    new InvokeCommand({ FunctionName: inputs["functionName"], Payload: Buffer.from(inputs["input"]) }),
  );
  const result = Buffer.from(answer.Payload ?? []).toString("utf8");
  if (answer.FunctionError !== undefined) throw new Error(`${inputs["functionName"]} failed: ${result}`);
  return { id: name, state: { ...inputs, result } };
};

export const lambda: Family = {
  "aws:lambda/function:Function": makeFunction,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/permission:Permission": permission,
  "aws:lambda/invocation:Invocation": invocation,
};
