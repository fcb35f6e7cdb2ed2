/** Pick lists beside their orders, listed by state through the index by tenant. */
import {
  type PickList,
  PickListNotFound,
  type PickLists,
  PickListWithdrawn,
} from "@accession/core/inventory/pick-list";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { BY_TENANT_INDEX, pickListKey, pickListsKey } from "./dynamo-keys.ts";
import { decodeCursor, encodeCursor } from "./order-cursor.ts";

export function dynamoPickLists(client: DynamoDBDocumentClient, table: string): PickLists {
  const held = async (write: Promise<unknown>): Promise<boolean> => {
    try {
      await write;
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  const putNew = (item: Record<string, unknown>) =>
    held(
      client.send(
        new PutCommand({ TableName: table, Item: item, ConditionExpression: "attribute_not_exists(pk)" }),
      ),
    );
  const move = (
    tenantId: string,
    orderId: string,
    state: "picked" | "withdrawn",
    at: string,
    update: Pick<UpdateCommandInput, "UpdateExpression" | "ConditionExpression"> & { from?: string },
  ) =>
    held(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: pickListKey(tenantId, orderId),
          UpdateExpression: update.UpdateExpression,
          ConditionExpression: update.ConditionExpression,
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: {
            ":state": state,
            ":at": at,
            ":lists": pickListsKey(tenantId, state, orderId).gsi1pk,
            ...(update.from !== undefined && { ":from": update.from }),
          },
        }),
      ),
    );

  return {
    async open(tenantId, { orderId, lines, reservedAt }) {
      await putNew({
        ...pickListKey(tenantId, orderId),
        ...pickListsKey(tenantId, "open", orderId),
        orderId,
        lines,
        reservedAt,
        state: "open",
      });
    },

    async withdraw(tenantId, orderId, at) {
      // In no list, as there is nothing to be picked or put back; it only refuses a late opening.
      const tombstone = { ...pickListKey(tenantId, orderId), orderId, state: "withdrawn", withdrawnAt: at };
      if (await putNew(tombstone)) return;
      await move(tenantId, orderId, "withdrawn", at, {
        UpdateExpression:
          "SET #state = :state, withdrawnAt = if_not_exists(withdrawnAt, :at), gsi1pk = :lists",
        ConditionExpression: "attribute_exists(reservedAt)",
      });
    },

    async pick(tenantId, orderId, at) {
      await move(tenantId, orderId, "picked", at, {
        UpdateExpression: "SET #state = :state, pickedAt = :at, gsi1pk = :lists",
        ConditionExpression: "#state = :from",
        from: "open",
      });
      const { Item: item } = await client.send(
        new GetCommand({ TableName: table, Key: pickListKey(tenantId, orderId), ConsistentRead: true }),
      );
      if (item?.["lines"] === undefined) throw new PickListNotFound();
      if (item["state"] === "withdrawn") throw new PickListWithdrawn();
      return fromItem(item);
    },

    async list(tenantId, state, { limit, cursor }) {
      const keys = (orderId: string) => ({
        ...pickListsKey(tenantId, state, orderId),
        ...pickListKey(tenantId, orderId),
      });
      const { Items: items = [], LastEvaluatedKey: last } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: BY_TENANT_INDEX,
          KeyConditionExpression: "gsi1pk = :lists",
          ExpressionAttributeValues: { ":lists": keys("").gsi1pk },
          Limit: limit,
          ExclusiveStartKey: cursor === undefined ? undefined : decodeCursor(cursor, keys),
        }),
      );
      return { items: items.map(fromItem), cursor: last && encodeCursor(last) };
    },
  };
}

// The table holds what this file wrote, so the shape is taken at its word.
function fromItem(item: Record<string, unknown>): PickList {
  const { orderId, lines, state, reservedAt, pickedAt, withdrawnAt } = item as unknown as PickList;
  return {
    orderId,
    lines,
    state,
    reservedAt,
    ...(pickedAt !== undefined && { pickedAt }),
    ...(withdrawnAt !== undefined && { withdrawnAt }),
  };
}
