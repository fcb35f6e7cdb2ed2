import { PutTargetsCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateEventSourceMappingCommand, DeleteEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { system } from "./under-test.ts";

/**
 * Delivers each event to its queue twice, and each record of the stream to the relay twice: every rule gets its target
 * a second time, the stream a second mapping. Returns what undoes it.
 */
export async function deliverTwice(): Promise<() => Promise<void>> {
  const { events, lambda } = system.aws;
  const undo: (() => Promise<unknown>)[] = [];
  for (const { type, name, inputs } of system.resources) {
    if (type === "aws:cloudwatch/eventTarget:EventTarget") {
      const of = { Rule: inputs["rule"], EventBusName: inputs["eventBusName"] };
      const target = { Id: `${name}-again`, Arn: inputs["arn"] };
      const { FailedEntryCount: failed } = await events.send(
        new PutTargetsCommand({ ...of, Targets: [target] }),
      );
      if (failed !== 0) throw new Error(`rule ${inputs["rule"]} took no second target`);
      undo.push(() => events.send(new RemoveTargetsCommand({ ...of, Ids: [target.Id] })));
    }
    if (
      type === "aws:lambda/eventSourceMapping:EventSourceMapping" &&
      inputs["startingPosition"] !== undefined
    ) {
      const { UUID: id } = await lambda.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: inputs["eventSourceArn"],
          FunctionName: inputs["functionName"],
          StartingPosition: "LATEST",
          BatchSize: inputs["batchSize"],
          FunctionResponseTypes: inputs["functionResponseTypes"],
        }),
      );
      undo.push(() => lambda.send(new DeleteEventSourceMappingCommand({ UUID: id })));
    }
  }
  return async () => {
    for (const step of undo) await step();
  };
}
