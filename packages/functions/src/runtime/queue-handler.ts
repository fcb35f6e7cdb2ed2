/** The stack of every queue consumer: log context, one fate per message, partial batch answer, growing pauses. */
import { type MessageVisibility, sqsMessageVisibility } from "@accession/aws/sqs/message-visibility";
import { sqsClient } from "@accession/aws/sqs/sqs-client";
import { AppError } from "@accession/core/errors";
import { envelopeSchema } from "@accession/events/envelope";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { z } from "zod";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

/** A message whose body was read. */
export interface QueueMessage<Body> {
  readonly messageId: string;
  readonly body: Body;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
}

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * Seconds until the next try, by the tries that there were. A queue gives a message up at the fifth receive: half of
 * these together must outlast a failover of the database or a throttled service.
 */
const PAUSES_SECONDS = [10, 60, 300];
const LONGEST_PAUSE_SECONDS = 900;

const visibility = lazy((): MessageVisibility => sqsMessageVisibility(sqsClient()));

/**
 * Makes a handler that takes a batch as a whole. `consume` answers the messages that are worth another try, with the
 * error of each; the others are done. When it throws, all are tried again.
 */
export function queueBatchHandler<Body extends z.ZodType>(
  schema: Body,
  consume: (messages: readonly QueueMessage<z.output<Body>>[]) => Promise<ReadonlyMap<string, unknown>>,
): QueueHandler {
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    const failures = new Map<string, unknown>();
    const messages: QueueMessage<z.output<Body>>[] = [];
    for (const record of event.Records) {
      const body = readBody(schema, record.body);
      if (body === undefined) failures.set(record.messageId, malformed());
      else
        messages.push({ messageId: record.messageId, body: body.value, receiveCount: receiveCount(record) });
    }
    try {
      for (const [messageId, error] of await consume(messages)) failures.set(messageId, error);
    } catch (error) {
      for (const { messageId } of messages) failures.set(messageId, error);
    }
    await report(event.Records, failures);
    return { batchItemFailures: [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** One of our events in a message: what makes its log lines part of a trace. */
const carried = z.object({ detail: envelopeSchema.pick({ id: true, type: true, meta: true }) });

/**
 * Makes a handler that takes one message after the other; one that throws does not hold up the others. What is logged
 * for one of our events carries its correlation id, and its id as the cause.
 */
export function queueHandler<Body extends z.ZodType>(
  schema: Body,
  handle: (message: QueueMessage<z.output<Body>>) => Promise<void>,
): QueueHandler {
  return queueBatchHandler(schema, async (messages) => {
    const failures = new Map<string, unknown>();
    for (const message of messages) {
      const event = carried.safeParse(message.body).data?.detail;
      try {
        if (event !== undefined) {
          logger.setCorrelationId(event.meta.correlationId);
          logger.appendKeys({ causationId: event.id });
        }
        await handle(message);
        if (event !== undefined) logger.info("event consumed", { type: event.type });
      } catch (error) {
        failures.set(message.messageId, error);
      }
    }
    return failures;
  });
}

function readBody<Body extends z.ZodType>(schema: Body, text: string): { value: z.output<Body> } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = schema.safeParse(json);
  return result.success ? { value: result.data } : undefined;
}

/** Nobody foresaw such a message: it goes to the dead letters, where a person looks at it. */
function malformed(): AppError {
  return new AppError(
    "invalid",
    "message.malformed",
    "The message does not have the form that its queue holds.",
  );
}

async function report(records: readonly SQSRecord[], failures: ReadonlyMap<string, unknown>): Promise<void> {
  const failed = records.filter(({ messageId }) => failures.has(messageId));
  for (const record of failed) {
    logger.error("message failed", {
      messageId: record.messageId,
      receiveCount: receiveCount(record),
      ...faultFields(failures.get(record.messageId)),
    });
  }
  const [first] = failed;
  if (first === undefined) return;
  try {
    await visibility().postpone(
      first.eventSourceARN,
      failed.map((record) => ({
        receiptHandle: record.receiptHandle,
        seconds: pauseSeconds(receiveCount(record)),
      })),
    );
  } catch (error) {
    // The queue's own visibility timeout is the pause then.
    logger.warn("messages not postponed", faultFields(error));
  }
}

/** A random point of the pause's upper half, so that messages that failed together spread out. */
function pauseSeconds(tries: number): number {
  const ceiling = PAUSES_SECONDS[tries - 1] ?? LONGEST_PAUSE_SECONDS;
  return Math.ceil(ceiling * (0.5 + Math.random() / 2));
}

function receiveCount(record: SQSRecord): number {
  return Number(record.attributes.ApproximateReceiveCount);
}
