/** Every dead-letter queue of the program, for whoever must see and move what is in them. */
import { accountId, region } from "./account.ts";
import { stageName } from "./stage.ts";

/** What a dead-letter queue holds, and where that goes back to. */
export type Letters =
  | {
      /** Messages that their consumer failed on. */
      readonly hold: "messages";
      readonly returnTo: ReturnAddress;
      /** Whose log says why. */
      readonly consumerName: string;
    }
  /** Events that a rule could not deliver, whole, as their queue would have got them. */
  | { readonly hold: "events"; readonly returnTo: ReturnAddress }
  /** Positions in a stream: the records themselves are in the table still, where a sweeper finds them. */
  | { readonly hold: "positions" }
  /** Runs of a schedule that did not start: the next run makes up for them. */
  | { readonly hold: "timers" };

/** A work queue by its name in the program. */
export interface ReturnAddress {
  readonly name: string;
  readonly queue: sst.aws.Queue;
}

interface Declared {
  readonly name: string;
  readonly queue: sst.aws.Queue;
  readonly letters: () => Letters;
}

const declared: Declared[] = [];

/** Called where a dead-letter queue is made, so that none is forgotten. */
export function declareDeadLetters(name: string, queue: sst.aws.Queue, letters: () => Letters): void {
  declared.push({ name, queue, letters });
}

/** What operators' functions are linked with, and what they may do with it. Only complete when all stacks are read. */
export function deadLetters() {
  const all = declared.map(({ name, queue, letters }) => ({ name, queue, letters: letters() }));
  const queues = all.map(({ name, queue, letters }) => ({
    name,
    url: queue.url,
    holds: letters.hold,
    ...("returnTo" in letters && {
      returnTo: { name: letters.returnTo.name, url: letters.returnTo.queue.url },
    }),
    ...("consumerName" in letters && { logGroup: logGroupOf(letters.consumerName) }),
  }));
  const returns = new Set(
    all.flatMap(({ letters }) => ("returnTo" in letters ? [letters.returnTo.queue] : [])),
  );
  const on = (...actions: string[]) => ({
    actions: actions.map((action) => `sqs:${action}`),
    resources: all.map(({ queue }) => queue.arn),
  });
  return {
    link: new sst.Linkable("DeadLetters", { properties: { queues: $jsonStringify(queues) } }),
    /** To look is to receive, and to give back at once. */
    look: on("ReceiveMessage", "ChangeMessageVisibility", "GetQueueAttributes"),
    count: on("GetQueueAttributes"),
    remove: on("DeleteMessage"),
    sendBack: { actions: ["sqs:SendMessage"], resources: [...returns].map((queue) => queue.arn) },
    /** Consumers log the code of each failure with the message's id. */
    readFailures: {
      actions: ["logs:FilterLogEvents"],
      resources: all.flatMap(({ letters }) =>
        // With the star a log group's ARN names it in a policy; without it the local engine asks.
        "consumerName" in letters
          ? [$interpolate`${logArn(letters.consumerName)}:*`, logArn(letters.consumerName)]
          : [],
      ),
    },
  };
}

const logGroupOf = (consumerName: string) => `/aws/lambda/${stageName(consumerName)}`;

const logArn = (consumerName: string) =>
  $interpolate`arn:aws:logs:${region}:${accountId}:log-group:${logGroupOf(consumerName)}`;
