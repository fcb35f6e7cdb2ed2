import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  UpdateArchiveCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { DeclaredResource } from "../program/resource.ts";
import { type Family, pascalCase, put, updated } from "./kind.ts";

type Inputs = DeclaredResource["inputs"];

const archiveSettings = (inputs: Inputs) => ({
  ArchiveName: inputs["name"],
  RetentionDays: inputs["retentionDays"],
  EventPattern: inputs["eventPattern"],
});
const targetIdOf = ({ name, inputs }: DeclaredResource): string => inputs["targetId"] ?? name;
const scheduleSettings = (inputs: Inputs) => ({
  Name: inputs["name"],
  ScheduleExpression: inputs["scheduleExpression"],
  FlexibleTimeWindow: { Mode: inputs["flexibleTimeWindow"].mode },
  State: inputs["state"],
  Target: pascalCase(inputs["target"]) as never,
});

export const events: Family = {
  "aws:cloudwatch/eventBus:EventBus": {
    make: async ({ inputs }, { aws }) => {
      const { EventBusArn: arn } = await aws.events.send(new CreateEventBusCommand({ Name: inputs["name"] }));
      return { id: inputs["name"], state: { ...inputs, arn } };
    },
    remove: ({ id }, { aws }) => aws.events.send(new DeleteEventBusCommand({ Name: id })),
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    fixed: ["eventSourceArn"],
    make: async ({ inputs }, { aws }) => {
      const { ArchiveArn: arn } = await aws.events.send(
        new CreateArchiveCommand({ ...archiveSettings(inputs), EventSourceArn: inputs["eventSourceArn"] }),
      );
      return { id: inputs["name"], state: { ...inputs, arn } };
    },
    update: async (resource, { aws }, before) => {
      await aws.events.send(new UpdateArchiveCommand(archiveSettings(resource.inputs)));
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.events.send(new DeleteArchiveCommand({ ArchiveName: id })),
  },
  "aws:cloudwatch/eventRule:EventRule": put(
    async ({ inputs }, { aws }) => {
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
    ({ id, inputs }, { aws }) =>
      aws.events.send(new DeleteRuleCommand({ Name: id, EventBusName: inputs["eventBusName"] })),
    ["eventBusName"],
  ),
  "aws:cloudwatch/eventTarget:EventTarget": put(
    async (resource, { aws }) => {
      const { name, inputs } = resource;
      const { FailedEntries: failed } = await aws.events.send(
        new PutTargetsCommand({
          Rule: inputs["rule"],
          EventBusName: inputs["eventBusName"],
          Targets: [
            {
              Id: targetIdOf(resource),
              Arn: inputs["arn"],
              RoleArn: inputs["roleArn"],
              Input: inputs["input"],
              InputPath: inputs["inputPath"],
              ...(inputs["deadLetterConfig"] && {
                DeadLetterConfig: { Arn: inputs["deadLetterConfig"].arn },
              }),
              ...(inputs["retryPolicy"] && { RetryPolicy: pascalCase(inputs["retryPolicy"]) as object }),
            },
          ],
        }),
      );
      if (failed !== undefined && failed.length > 0)
        throw new Error(failed[0]?.ErrorMessage ?? "the target was refused");
      return { id: name, state: inputs };
    },
    (resource, { aws }) =>
      aws.events.send(
        new RemoveTargetsCommand({
          Rule: resource.inputs["rule"],
          EventBusName: resource.inputs["eventBusName"],
          Ids: [targetIdOf(resource)],
        }),
      ),
    ["rule", "eventBusName", "targetId"],
  ),
  "aws:scheduler/schedule:Schedule": {
    make: async ({ inputs }, { aws }) => {
      const { ScheduleArn: arn } = await aws.scheduler.send(
        new CreateScheduleCommand(scheduleSettings(inputs)),
      );
      return { id: inputs["name"], state: { ...inputs, arn } };
    },
    update: async (resource, { aws }, before) => {
      await aws.scheduler.send(new UpdateScheduleCommand(scheduleSettings(resource.inputs)));
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.scheduler.send(new DeleteScheduleCommand({ Name: id })),
  },
};
