import { randomUUID } from "node:crypto";
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { system } from "./under-test.ts";

export interface CaughtEvents {
  /** Of the queue that all events of our bus come to: live ones, and those that its archive replays. */
  readonly queue: string;
  /** Takes the rule and the queue away. */
  end(): Promise<void>;
}

/** Lets every event of our bus come to a queue as well. `watchQueues` sees it there: nobody receives. */
export async function catchEvents(): Promise<CaughtEvents> {
  const { events, sqs } = system.aws;
  const queue = `caught-${randomUUID()}`;
  const rule = { Name: queue, EventBusName: system.endpoints.busName };
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  await events.send(
    new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [{ prefix: "accession." }] }) }),
  );
  const target = { Id: "caught", Arn: attributes?.QueueArn };
  await events.send(
    new PutTargetsCommand({ Rule: rule.Name, EventBusName: rule.EventBusName, Targets: [target] }),
  );
  return {
    queue,
    async end() {
      const of = { Rule: rule.Name, EventBusName: rule.EventBusName };
      await events.send(new RemoveTargetsCommand({ ...of, Ids: [target.Id] }));
      await events.send(new DeleteRuleCommand(rule));
      await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    },
  };
}
