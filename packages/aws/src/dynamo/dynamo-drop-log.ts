/** Records of drops, in one partition of the system's own: a person drops letters now and then. */
import { InvalidCursor } from "@accession/core/invalid-cursor";
import type { DropLog, DropRecord } from "@accession/core/operations/drop-log";
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { DROP_PREFIX, dropKey } from "./dynamo-keys.ts";

export function dynamoDropLog(client: DynamoDBDocumentClient, table: string): DropLog {
  return {
    async put(record) {
      await client.send(
        new PutCommand({ TableName: table, Item: { ...dropKey(record.at, record.id), record } }),
      );
    },
    async list({ limit, cursor }) {
      const { Items: items = [], LastEvaluatedKey: last } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :drop)",
          ExpressionAttributeValues: { ":pk": dropKey("", "").pk, ":drop": DROP_PREFIX },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: cursor === undefined ? undefined : keyOf(cursor),
        }),
      );
      return {
        items: items.map(({ record }) => record as DropRecord),
        cursor: last && Buffer.from(String(last["sk"])).toString("base64url"),
      };
    },
  };
}

function keyOf(cursor: string) {
  const sk = Buffer.from(cursor, "base64url").toString("latin1");
  const [, at = "", id = ""] = sk.split("#");
  if (!/^DROP#[0-9TZ:.-]{24}#[0-9a-f-]{36}$/.test(sk)) throw new InvalidCursor("/query/cursor");
  return dropKey(at, id);
}
