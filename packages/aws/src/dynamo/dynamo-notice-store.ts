/** Records of notices beside the order that they are about. */
import type { NoticeKey, NoticeRecord, NoticeStore } from "@accession/core/notifications/notice";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { NOTICE_PREFIX, noticeKey, orderKey } from "./dynamo-keys.ts";
import { StoreUnavailable } from "./transact.ts";

export function dynamoNoticeStore(client: DynamoDBDocumentClient, table: string): NoticeStore {
  const put = async (
    { tenantId, orderId, name }: NoticeKey,
    record: NoticeRecord,
    condition: {
      ConditionExpression: string;
      ExpressionAttributeNames?: Record<string, string>;
      ExpressionAttributeValues?: Record<string, string>;
    },
  ): Promise<boolean> => {
    try {
      const Item = { ...noticeKey(tenantId, orderId, name), name, ...record };
      await client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    async open(key, record) {
      if (await put(key, record, { ConditionExpression: "attribute_not_exists(pk)" })) return undefined;
      const { Item: item } = await client.send(
        new GetCommand({
          TableName: table,
          Key: noticeKey(key.tenantId, key.orderId, key.name),
          ConsistentRead: true,
        }),
      );
      if (item === undefined) throw new StoreUnavailable();
      return fromItem(item);
    },
    move: (key, from, to) =>
      put(key, to, {
        ConditionExpression: "#state = :state AND startedAt = :startedAt",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":state": from.state, ":startedAt": from.startedAt },
      }),
    async list(tenantId, orderId) {
      // An order has a few, so one page holds them.
      const { Items: items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :notice)",
          ExpressionAttributeValues: { ":pk": orderKey(tenantId, orderId).pk, ":notice": NOTICE_PREFIX },
        }),
      );
      return items.map((item) => ({ name: String(item["name"]), ...fromItem(item) }));
    },
  };
}

// The table holds what this file wrote, so the shape is taken at its word.
function fromItem({ pk: _pk, sk: _sk, name: _name, ...record }: Record<string, unknown>): NoticeRecord {
  return record as unknown as NoticeRecord;
}
