import { DeleteAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTopicCommand, DeleteTopicCommand } from "@aws-sdk/client-sns";
import { ENGINE_REGION } from "../engine/start-engine.ts";
import { ACCOUNT } from "../program/data-sources.ts";
import { type Family, put, updated } from "./kind.ts";

export const monitoring: Family = {
  "aws:cloudwatch/logGroup:LogGroup": {
    make: async ({ name, inputs }, { aws }) => {
      const group: string = inputs["name"] ?? name;
      await aws.logs.send(new CreateLogGroupCommand({ logGroupName: group }));
      await aws.logs.send(
        new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: inputs["retentionInDays"] }),
      );
      const arn = `arn:aws:logs:${ENGINE_REGION}:${ACCOUNT}:log-group:${group}`;
      return { id: group, state: { ...inputs, name: group, arn } };
    },
    update: async (resource, { aws }, before) => {
      const retentionInDays: number = resource.inputs["retentionInDays"];
      await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName: before.id, retentionInDays }));
      return updated(resource, before);
    },
    remove: ({ id }, { aws }) => aws.logs.send(new DeleteLogGroupCommand({ logGroupName: id })),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": put(
    async ({ name, inputs }, { aws }) => {
      await aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: inputs["name"] ?? name,
          AlarmDescription: inputs["alarmDescription"],
          Namespace: inputs["namespace"],
          MetricName: inputs["metricName"],
          Dimensions: Object.entries(inputs["dimensions"]).map(([key, value]) => ({
            Name: key,
            Value: String(value),
          })),
          Statistic: inputs["statistic"],
          ComparisonOperator: inputs["comparisonOperator"],
          Threshold: inputs["threshold"],
          Period: inputs["period"],
          EvaluationPeriods: inputs["evaluationPeriods"],
          TreatMissingData: inputs["treatMissingData"],
          AlarmActions: inputs["alarmActions"],
          OKActions: inputs["okActions"],
        }),
      );
      return { id: inputs["name"] ?? name, state: { ...inputs, arn: `arn:aws:cloudwatch:::alarm:${name}` } };
    },
    ({ id }, { aws }) => aws.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
  ),
  "aws:sns/topic:Topic": put(
    async ({ inputs }, { aws }) => {
      const { TopicArn: arn } = await aws.sns.send(new CreateTopicCommand({ Name: inputs["name"] }));
      return { id: arn ?? "", state: { ...inputs, arn } };
    },
    ({ id }, { aws }) => aws.sns.send(new DeleteTopicCommand({ TopicArn: id })),
  ),
};
