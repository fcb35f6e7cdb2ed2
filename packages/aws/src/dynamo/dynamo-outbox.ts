import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import {
  type Key,
  OUTBOX_SHARDS,
  outboxKey,
  outboxShard,
  PARKED_OUTBOX,
  UNPUBLISHED_INDEX,
} from "./dynamo-keys.ts";

/** A published envelope is kept so long: a stream that was away for a week can still be compared with it. */
const KEPT_DAYS = 7;

/** The order outbox as its relay needs it. */
export interface DynamoOutbox {
  /** Items of events that occurred before `olderThan` and are not marked, at most so many of each shard. */
  unpublished(olderThan: Date, atMostPerShard: number): Promise<readonly Record<string, unknown>[]>;
  /** The item of one version of an order, if it is not marked. */
  load(tenantId: string, orderId: string, version: number): Promise<Record<string, unknown> | undefined>;
  /** Takes the item out of the index of unpublished ones. Marking twice, or an item that is gone, is fine. */
  markPublished(key: Key, at: Date): Promise<void>;
  /** Puts an item that nobody can publish aside, where it holds up no other. Doing so twice is fine. */
  park(key: Key, at: Date): Promise<void>;
  /** Items that were put aside, the oldest first, at most so many. */
  parked(atMost: number): Promise<readonly Record<string, unknown>[]>;
}

export function dynamoOutbox(client: DynamoDBDocumentClient, table: string): DynamoOutbox {
  const before = async (partition: string, olderThan: string, limit: number) => {
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: UNPUBLISHED_INDEX,
        KeyConditionExpression: "gsi2pk = :partition AND gsi2sk < :olderThan",
        ExpressionAttributeValues: { ":partition": partition, ":olderThan": olderThan },
        Limit: limit,
      }),
    );
    return answer.Items ?? [];
  };
  /** Without the condition, an update that comes after the item's expiry would make an item of nothing else. */
  const update = async (key: Key, expression: string, values: Record<string, unknown>) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: expression,
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: values,
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    async unpublished(olderThan, atMostPerShard) {
      const shards = Array.from({ length: OUTBOX_SHARDS }, (_, shard) =>
        before(outboxShard(shard), olderThan.toISOString(), atMostPerShard),
      );
      return (await Promise.all(shards)).flat();
    },
    async load(tenantId, orderId, version) {
      const { Item: item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: outboxKey(tenantId, orderId, version),
          ConsistentRead: true,
        }),
      );
      return item?.["gsi2pk"] === undefined ? undefined : item;
    },
    markPublished: (key, at) =>
      update(key, "SET publishedAt = :at, expiresAt = :expires REMOVE gsi2pk, gsi2sk, parkedAt", {
        ":at": at.toISOString(),
        ":expires": Math.floor(at.getTime() / 1000) + KEPT_DAYS * 86_400,
      }),
    park: (key, at) =>
      update(key, "SET parkedAt = :at, gsi2pk = :parked, gsi2sk = :at", {
        ":at": at.toISOString(),
        ":parked": PARKED_OUTBOX,
      }),
    // Times begin with a digit.
    parked: (atMost) => before(PARKED_OUTBOX, "a", atMost),
  };
}
