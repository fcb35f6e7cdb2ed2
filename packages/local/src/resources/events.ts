import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { type Family, pascalCase } from "./kind.ts";

export const events: Family = {
  "aws:cloudwatch/eventBus:EventBus": async ({ inputs }, { aws }) => {
    const { EventBusArn: arn } = await aws.events.send(new CreateEventBusCommand({ Name: inputs["name"] }));
    return { id: inputs["name"], state: { ...inputs, arn } };
  },
  "aws:cloudwatch/eventArchive:EventArchive": async ({ inputs }, { aws }) => {
    const { ArchiveArn: arn } = await aws.events.send(
      new CreateArchiveCommand({
        ArchiveName: inputs["name"],
        EventSourceArn: inputs["eventSourceArn"],
        RetentionDays: inputs["retentionDays"],
        EventPattern: inputs["eventPattern"],
      }),
    );
    return { id: inputs["name"], state: { ...inputs, arn } };
  },
  "aws:cloudwatch/eventRule:EventRule": async ({ inputs }, { aws }) => {
    const { RuleArn: arn } = await aws.events.send(
      new PutRuleCommand({
        Name: inputs["name"],
        EventBusName: inputs["eventBusName"],
        EventPattern: inputs["eventPattern"],
        ScheduleExpression: inputs["scheduleExpression"],
        State: inputs["state"],
      }),
    );
    return { id: inputs["name"], state: { ...inputs, arn } };
  },
  "aws:cloudwatch/eventTarget:EventTarget": async ({ name, inputs }, { aws }) => {
    const { FailedEntries: failed } = await aws.events.send(
      new PutTargetsCommand({
        Rule: inputs["rule"],
        EventBusName: inputs["eventBusName"],
        Targets: [
          {
            Id: inputs["targetId"] ?? name,
            Arn: inputs["arn"],
            RoleArn: inputs["roleArn"],
            Input: inputs["input"],
            InputPath: inputs["inputPath"],
            ...(inputs["deadLetterConfig"] && { DeadLetterConfig: { Arn: inputs["deadLetterConfig"].arn } }),
            ...(inputs["retryPolicy"] && { RetryPolicy: pascalCase(inputs["retryPolicy"]) as object }),
          },
        ],
      }),
    );
    if (failed !== undefined && failed.length > 0)
      throw new Error(failed[0]?.ErrorMessage ?? "the target was refused");
    return { id: name, state: inputs };
  },
  "aws:scheduler/schedule:Schedule": async ({ inputs }, { aws }) => {
    const { ScheduleArn: arn } = await aws.scheduler.send(
      new CreateScheduleCommand({
        Name: inputs["name"],
        ScheduleExpression: inputs["scheduleExpression"],
        FlexibleTimeWindow: { Mode: inputs["flexibleTimeWindow"].mode },
        State: inputs["state"],
        Target: pascalCase(inputs["target"]) as never,
      }),
    );
    return { id: inputs["name"], state: { ...inputs, arn } };
  },
};
