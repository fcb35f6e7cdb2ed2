import type { SQSEvent } from "aws-lambda";

/** Messages `m0`, `m1` and so on, each received once, as Lambda hands them over; a text is sent as it is. */
export function sqsEvent(...bodies: readonly unknown[]): SQSEvent {
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:q",
    attributes: { ApproximateReceiveCount: "1" },
  }));
  // Reduced to what handlers read.
  return { Records } as unknown as SQSEvent;
}

/** What a consumer answers when it is done with a batch, and when these messages are to come again. */
export const failed = (...messageIds: readonly string[]) => ({
  batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })),
});
