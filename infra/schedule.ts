import { alarm } from "./alarms.ts";
import { type HandlerArgs, handlerArgs } from "./functions.ts";
import { stageName } from "./stage.ts";
import { deadLetterQueue } from "./work-queue.ts";

export interface ScheduleArgs {
  readonly every: `${number} minute` | `${number} minutes`;
  readonly consumerName: string;
  readonly consumer: HandlerArgs;
}

/** A sweeper: runs on time, one at a time, and says when it does not. What it misses, its next run finds. */
export function schedule(name: string, args: ScheduleArgs): void {
  const undelivered = deadLetterQueue(`${name}Undelivered`, () => ({ hold: "timers" }));
  new sst.aws.CronV2(name, {
    schedule: `rate(${args.every})`,
    function: handlerArgs(args.consumerName, args.consumer),
    retries: 2,
    dlq: undelivered.arn,
  });
  alarm(`${name}Errors`, {
    description: `${args.consumerName} fails: docs/runbook.md#a-sweeper-fails`,
    namespace: "AWS/Lambda",
    metric: "Errors",
    dimensions: { FunctionName: stageName(args.consumerName) },
    statistic: "Sum",
    threshold: 0,
    periods: 3,
  });
}
