/** Orders in DynamoDB: order, timeline and outbox in one transaction, conditional on the version. */
import type { NumberClaim } from "@accession/core/orders/accession-number";
import { OrderVersionConflict } from "@accession/core/orders/order-errors";
import type { OrderChange, OrderStore } from "@accession/core/orders/order-store";
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { BY_TENANT_INDEX, byTenantKey, orderKey, requestKey, TIMELINE_PREFIX } from "./dynamo-keys.ts";
import { decodeCursor, encodeCursor } from "./order-cursor.ts";
import {
  fromOrderItem,
  fromTimelineItem,
  toNumberItem,
  toOrderItem,
  toOutboxItem,
  toRequestItem,
  toTimelineItem,
} from "./order-item.ts";
import { StoreUnavailable, type TransactItem, transact } from "./transact.ts";

/** How many pages of the index one listing reads at most: a rare status must not make a request endless. */
const MAX_PAGES = 10;
/** The position of the registration in the transaction that places an order. */
const REGISTRATION = 0;

export function dynamoOrderStore(client: DynamoDBDocumentClient, table: string): OrderStore {
  const put = (item: Record<string, unknown>): TransactItem => ({
    Put: { TableName: table, Item: item, ConditionExpression: "attribute_not_exists(pk)" },
  });
  /** What every change adds, besides the order itself. */
  const history = (change: OrderChange): TransactItem[] => [
    put(toTimelineItem(change)),
    ...(change.outgoing === undefined ? [] : [put(toOutboxItem(change.outgoing))]),
  ];

  /** A number that the caller brought may be in use by other orders; one that we drew may not. */
  const claimNumber = (tenantId: string, orderId: string, claim: NumberClaim): TransactItem => {
    const item = toNumberItem(tenantId, orderId, claim);
    return claim.drawn ? put(item) : { Put: { TableName: table, Item: item } };
  };

  const registrationOf = async (tenantId: string, key: string) => {
    const { Item: item } = await client.send(
      new GetCommand({ TableName: table, Key: requestKey(tenantId, key), ConsistentRead: true }),
    );
    if (item === undefined) return undefined;
    return {
      orderId: String(item["orderId"]),
      digest: String(item["digest"]),
      expiresAt: Number(item["expiresAt"]),
    };
  };

  return {
    async create(change, registration, claims = []) {
      const { tenantId, orderId, placedAt } = change.order.details;
      const result = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: toRequestItem(tenantId, orderId, registration),
            // TTL deletes late: an expired registration counts as none.
            ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :now",
            ExpressionAttributeValues: { ":now": Math.floor(Date.parse(placedAt) / 1000) },
          },
        },
        put(toOrderItem(change)),
        ...history(change),
        ...claims.map((claim) => claimNumber(tenantId, orderId, claim)),
      ]);
      if (result.outcome === "written") return { outcome: "created" };
      // The request comes first: an order that it made has its numbers, and claims none.
      if (!result.failed.has(REGISTRATION)) return { outcome: "number-taken" };
      const registered = await registrationOf(tenantId, registration.key);
      // Deleted by TTL between the two calls: trying again will create.
      if (registered === undefined) throw new StoreUnavailable();
      const { orderId: existing, digest } = registered;
      return { outcome: "registered", orderId: existing, digest };
    },

    async registered(tenantId, key, now) {
      const found = await registrationOf(tenantId, key);
      if (found === undefined || found.expiresAt < Math.floor(now.getTime() / 1000)) return undefined;
      return { orderId: found.orderId, digest: found.digest };
    },

    async load(tenantId, orderId) {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: table, Key: orderKey(tenantId, orderId), ConsistentRead: true }),
      );
      return item === undefined ? undefined : fromOrderItem(item);
    },

    async save(change) {
      const { order } = change;
      const result = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: toOrderItem(change),
            ConditionExpression: "version = :before",
            ExpressionAttributeValues: { ":before": order.version - 1 },
          },
        },
        ...history(change),
      ]);
      if (result.outcome === "refused") throw new OrderVersionConflict();
    },

    async timeline(tenantId, orderId) {
      const items: Record<string, unknown>[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: "pk = :pk AND begins_with(sk, :timeline)",
            ExpressionAttributeValues: {
              ":pk": orderKey(tenantId, orderId).pk,
              ":timeline": TIMELINE_PREFIX,
            },
            ConsistentRead: true,
            ExclusiveStartKey: start,
          }),
        );
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return items.map(fromTimelineItem);
    },

    async list(tenantId, { status, limit, cursor }) {
      const orders: Record<string, unknown>[] = [];
      const keysOf = (orderId: string) => ({
        ...byTenantKey(tenantId, orderId),
        ...orderKey(tenantId, orderId),
      });
      let start = cursor === undefined ? undefined : decodeCursor(cursor, keysOf);
      for (let page = 0; page < MAX_PAGES; page++) {
        const answer = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: BY_TENANT_INDEX,
            KeyConditionExpression: "gsi1pk = :tenant",
            ...(status !== undefined && {
              FilterExpression: "#status = :status",
              ExpressionAttributeNames: { "#status": "status" },
            }),
            ExpressionAttributeValues: {
              ":tenant": byTenantKey(tenantId, "").gsi1pk,
              ...(status !== undefined && { ":status": status }),
            },
            ScanIndexForward: false,
            Limit: limit - orders.length,
            ExclusiveStartKey: start,
          }),
        );
        orders.push(...(answer.Items ?? []));
        start = answer.LastEvaluatedKey;
        if (start === undefined || orders.length >= limit) break;
      }
      return {
        orders: orders.map(fromOrderItem),
        ...(start !== undefined && { cursor: encodeCursor(start) }),
      };
    },
  };
}
