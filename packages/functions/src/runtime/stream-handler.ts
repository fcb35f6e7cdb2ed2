/** The stack of DynamoDB stream consumers: log context, plain images, partial batch answer. */
import { plainImage } from "@accession/aws/dynamo/stream-image";
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { faultFields, quotingNothing } from "./fault-fields.ts";
import { logger } from "./logger.ts";

/** An inserted item, as a plain object. */
export interface StreamImage {
  readonly sequenceNumber: string;
  readonly image: Record<string, unknown>;
}

/**
 * Makes a handler of inserted items. `consume` answers the sequence numbers that are worth another try; when it throws,
 * all are tried again.
 */
export function streamHandler(consume: (records: readonly StreamImage[]) => Promise<readonly string[]>) {
  return async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    logger.resetKeys();
    logger.addContext(context);
    const records = event.Records.flatMap(({ eventName, dynamodb }): StreamImage[] => {
      if (eventName !== "INSERT" || dynamodb?.NewImage === undefined) return [];
      return [{ sequenceNumber: dynamodb.SequenceNumber ?? "", image: plainImage(dynamodb.NewImage) }];
    });
    const failed = await consumed(() => consume(records));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

async function consumed(consume: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await consume();
  } catch (error) {
    logger.error("records failed", faultFields(error));
    throw quotingNothing(error);
  }
}
