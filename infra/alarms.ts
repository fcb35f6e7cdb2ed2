import { stageName } from "./stage.ts";

/**
 * Where alarms go. Subscribe the on-call system to it once per stage. Not under `alias/aws/sns`: the policy of that key
 * lets no CloudWatch alarm in. A message holds names of resources and a description, no data.
 */
const alarmTopic = new aws.sns.Topic("Alarms", { name: stageName("alarms") });

export interface AlarmArgs {
  /** What a person must know and do, with the page of the runbook. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, $util.Input<string>>;
  readonly statistic: "Sum" | "Maximum";
  readonly threshold: number;
  readonly periodSeconds?: number;
  readonly periods?: number;
}

/** An alarm above a threshold. No data is good news for everything we count (errors, depth, age). */
export function alarm(name: string, args: AlarmArgs): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription: args.description,
    namespace: args.namespace,
    metricName: args.metric,
    dimensions: args.dimensions,
    statistic: args.statistic,
    comparisonOperator: "GreaterThanThreshold",
    threshold: args.threshold,
    period: args.periodSeconds ?? 60,
    evaluationPeriods: args.periods ?? 1,
    treatMissingData: "notBreaching",
    alarmActions: [alarmTopic.arn],
    okActions: [alarmTopic.arn],
  });
}

/** One message in a dead-letter queue is one too many. */
export function deadLetterAlarm(name: string, queueName: $util.Input<string>): void {
  alarm(`${name}Depth`, {
    description: `Dead letters in ${name}: docs/runbook.md#dead-letters`,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
    threshold: 0,
  });
}
