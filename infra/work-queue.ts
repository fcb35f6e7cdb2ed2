import { alarm, deadLetterAlarm } from "./alarms.ts";
import { declareDeadLetters, type Letters } from "./dead-letters.ts";
import { type HandlerArgs, handlerArgs } from "./functions.ts";

const DAY_SECONDS = 24 * 60 * 60;

/** A message is tried this often before a person must look at it. */
const MAX_RECEIVE_COUNT = 5;
/** A dead letter keeps its original enqueue time, so its queue must keep longer than the source queue. */
const QUEUE_RETENTION_SECONDS = 4 * DAY_SECONDS;
const DEAD_LETTER_RETENTION_SECONDS = 14 * DAY_SECONDS;

export interface WorkQueueArgs {
  /** The one consumer of the queue, by handler path. */
  readonly consumer: HandlerArgs & { readonly timeoutSeconds: number };
  /** Name of the consumer, as in its file: `on-file-uploaded`. */
  readonly consumerName: string;
  readonly batchSize: number;
  readonly windowSeconds?: number;
  /** How many batches run at once: the bound on database connections and on what a burst may cost. */
  readonly maximumConcurrency: number;
  /** Age of the oldest message, in seconds, above which somebody is told. */
  readonly maximumAgeSeconds: number;
}

export interface WorkQueue {
  readonly name: string;
  readonly queue: sst.aws.Queue;
  readonly deadLetters: sst.aws.Queue;
}

/**
 * A queue, its dead-letter queue, its consumer and its alarms: never one without the others.
 * Visibility is six times the consumer's timeout plus the batching window (AWS, "Using Lambda with SQS").
 */
export function workQueue(name: string, args: WorkQueueArgs): WorkQueue {
  const window = args.windowSeconds ?? 0;
  const deadLetters = deadLetterQueue(`${name}DeadLetters`, () => ({
    hold: "messages",
    returnTo: { name, queue },
    consumerName: args.consumerName,
  }));
  const queue: sst.aws.Queue = new sst.aws.Queue(name, {
    visibilityTimeout: `${6 * args.consumer.timeoutSeconds + window} seconds`,
    dlq: { queue: deadLetters.arn, retry: MAX_RECEIVE_COUNT },
    transform: { queue: { messageRetentionSeconds: QUEUE_RETENTION_SECONDS, sqsManagedSseEnabled: true } },
  });

  queue.subscribe(handlerArgs(args.consumerName, args.consumer), {
    batch: { size: args.batchSize, window: `${window} seconds`, partialResponses: true },
    transform: {
      eventSourceMapping: (mapping) => {
        mapping.scalingConfig = { maximumConcurrency: args.maximumConcurrency };
      },
    },
  });

  alarm(`${name}Age`, {
    description: `The oldest message of ${name} waits too long: docs/runbook.md#a-queue-is-late`,
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    threshold: args.maximumAgeSeconds,
    periods: 5,
  });
  alarm(`${name}Depth`, {
    description: `${name} grows faster than it is worked off: docs/runbook.md#a-queue-is-late`,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    threshold: 10_000,
    periods: 5,
  });
  return { name, queue, deadLetters };
}

/**
 * A queue for what could not be delivered or worked off, with the alarm that says so. `letters` says what it holds and
 * where that goes back to; it is asked when the operators' functions are made, last of all.
 */
export function deadLetterQueue(name: string, letters: () => Letters): sst.aws.Queue {
  const queue = new sst.aws.Queue(name, {
    transform: {
      queue: { messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS, sqsManagedSseEnabled: true },
    },
  });
  deadLetterAlarm(name, queue.nodes.queue.name);
  declareDeadLetters(name, queue, letters);
  return queue;
}
