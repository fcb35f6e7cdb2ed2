/** Orders that have not ended, from the sparse index of the orders table. */
import type { UnfinishedOrder, UnfinishedOrders } from "@accession/core/orders/unfinished-orders";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import {
  fromUnfinishedKey,
  orderKey,
  UNFINISHED_INDEX,
  UNFINISHED_SHARDS,
  unfinishedKey,
  unfinishedShard,
} from "./dynamo-keys.ts";

export function dynamoUnfinishedOrders(client: DynamoDBDocumentClient, table: string): UnfinishedOrders {
  const ofShard = async (shard: number, before: Date | undefined, atMost: number) => {
    const found: UnfinishedOrder[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: UNFINISHED_INDEX,
          KeyConditionExpression:
            before === undefined ? "gsi3pk = :shard" : "gsi3pk = :shard AND gsi3sk < :before",
          ExpressionAttributeValues: {
            ":shard": unfinishedShard(shard),
            ...(before !== undefined && { ":before": before.toISOString() }),
          },
          Limit: atMost - found.length,
          ExclusiveStartKey: start,
        }),
      );
      found.push(...(page.Items ?? []).map((item) => fromUnfinishedKey(String(item["gsi3sk"]))));
      start = page.LastEvaluatedKey;
    } while (start !== undefined && found.length < atMost);
    return found;
  };

  const ifStill = async (update: Omit<UpdateCommandInput, "TableName">): Promise<void> => {
    try {
      await client.send(new UpdateCommand({ TableName: table, ...update }));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    async due(before, atMostPerShard) {
      const shards = Array.from({ length: UNFINISHED_SHARDS }, (_, shard) =>
        ofShard(shard, before, atMostPerShard),
      );
      return (await Promise.all(shards)).flat();
    },

    async putOff({ tenantId, orderId, lookAt: was }, lookAt) {
      const before = unfinishedKey(tenantId, orderId, was);
      await ifStill({
        Key: orderKey(tenantId, orderId),
        UpdateExpression: "SET gsi3sk = :sk",
        ConditionExpression: "gsi3sk = :before",
        ExpressionAttributeValues: {
          ":sk": unfinishedKey(tenantId, orderId, lookAt).gsi3sk,
          ":before": before.gsi3sk,
        },
      });
    },

    async postpone({ details: { tenantId, orderId }, version }, lookAt) {
      const { gsi3pk, gsi3sk } = unfinishedKey(tenantId, orderId, lookAt);
      await ifStill({
        Key: orderKey(tenantId, orderId),
        UpdateExpression: "SET gsi3pk = :pk, gsi3sk = :sk",
        // Who moved the order on said when to look at it next.
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: { ":pk": gsi3pk, ":sk": gsi3sk, ":version": version },
      });
    },
  };
}
