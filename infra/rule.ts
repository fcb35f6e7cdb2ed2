import { alarm } from "./alarms.ts";
import { REPLAYABLE, type RuleName } from "./replayable.ts";
import { declareRule } from "./rules.ts";
import { stageName } from "./stage.ts";
import { deadLetterQueue, type WorkQueue } from "./work-queue.ts";

const MAX_EVENT_AGE_SECONDS = 24 * 60 * 60;
const MAX_ATTEMPTS = 185;

export interface RuleArgs {
  /** `default` for S3's events. */
  readonly busName: $util.Input<string>;
  readonly pattern: { readonly "detail-type": readonly string[] } & Record<string, unknown>;
  readonly to: WorkQueue;
}

/**
 * A named rule that sends matching events to one queue: with retries, a dead-letter queue of its own for what
 * could not be delivered, and policies that let this rule, and no other, send.
 */
export function rule(name: RuleName, args: RuleArgs): aws.cloudwatch.EventRule {
  const eventRule = new aws.cloudwatch.EventRule(name, {
    name: stageName(name),
    eventBusName: args.busName,
    eventPattern: $jsonStringify(REPLAYABLE[name] ? args.pattern : { ...args.pattern, ...NOT_A_REPLAY }),
  });
  const undelivered = deadLetterQueue(`${name}Undelivered`, () => ({
    hold: "events",
    returnTo: args.to,
  }));

  mayReceiveFrom(eventRule, args.to.queue, `${name}QueuePolicy`);
  mayReceiveFrom(eventRule, undelivered, `${name}UndeliveredPolicy`);
  new aws.cloudwatch.EventTarget(`${name}Target`, {
    rule: eventRule.name,
    eventBusName: args.busName,
    arn: args.to.queue.arn,
    deadLetterConfig: { arn: undelivered.arn },
    retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS, maximumRetryAttempts: MAX_ATTEMPTS },
  });
  alarm(`${name}FailedInvocations`, {
    description: `EventBridge cannot deliver for ${name}: docs/runbook.md#dead-letters`,
    namespace: "AWS/Events",
    metric: "FailedInvocations",
    // EventBridge counts rules of the default bus by their name alone, those of another bus by both.
    dimensions: {
      RuleName: eventRule.name,
      ...(args.busName !== "default" && { EventBusName: args.busName }),
    },
    statistic: "Sum",
    threshold: 0,
  });
  declareRule({
    name,
    arn: eventRule.arn,
    archive: args.busName === "default" ? "uploads" : "events",
    types: args.pattern["detail-type"],
    target: args.to.name,
    replayable: REPLAYABLE[name],
  });
  return eventRule;
}

/** A replayed event carries `replay-name` beside `detail`; this pattern lets only fresh events pass. */
const NOT_A_REPLAY = { "replay-name": [{ exists: false }] };

/** A queue has one policy: a second would replace the first. */
const withPolicy = new WeakSet<sst.aws.Queue>();

function mayReceiveFrom(eventRule: aws.cloudwatch.EventRule, queue: sst.aws.Queue, name: string): void {
  if (withPolicy.has(queue)) throw new Error(`${name}: the queue takes events of another rule already`);
  withPolicy.add(queue);
  new aws.sqs.QueuePolicy(name, {
    queueUrl: queue.url,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": eventRule.arn } },
        },
      ],
    }),
  });
}
