/** Orders, reservations and unpublished events of the orders table, in bulk. */
import { setTimeout as wait } from "node:timers/promises";
import type { ReservationState } from "@accession/core/inventory/stock";
import {
  type OrderReading,
  reservationName,
  type UnpublishedEvent,
} from "@accession/core/verification/order-reading";
import { envelopeSchema } from "@accession/events/envelope";
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import {
  BY_TENANT_INDEX,
  byTenantKey,
  fromOutboxKey,
  type Key,
  OUTBOX_SHARDS,
  orderKey,
  outboxShard,
  PARKED_OUTBOX,
  reservationKey,
  TIMELINE_PREFIX,
  UNPUBLISHED_INDEX,
} from "../dynamo/dynamo-keys.ts";
import { fromOrderItem, fromTimelineItem } from "../dynamo/order-item.ts";
import { StoreUnavailable } from "../dynamo/transact.ts";

type Item = Record<string, unknown>;

/** Orders of one portion; each is read with all that belongs to it. */
const ORDERS_AT_A_TIME = 100;
/** Keys of one BatchGetItem. */
const MAX_KEYS = 100;
const ATTEMPTS = 8;

/** Needs Query on the table and its indexes byTenant and unpublished, and BatchGetItem. */
export function dynamoOrderReading(client: DynamoDBDocumentClient, table: string): OrderReading {
  async function getAll(keys: readonly Key[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    for (let start = 0; start < keys.length; start += MAX_KEYS) {
      let left: Key[] = keys.slice(start, start + MAX_KEYS);
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw new StoreUnavailable();
        if (attempt > 0) await wait(Math.random() * 20 * 2 ** attempt);
        const answer = await client.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
        );
        found.push(...(answer.Responses?.[table] ?? []));
        left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
      }
    }
    return found;
  }

  async function unpublishedOf(partition: string, tenantId: string, asOf: Date): Promise<UnpublishedEvent[]> {
    const events: UnpublishedEvent[] = [];
    let start: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: UNPUBLISHED_INDEX,
          KeyConditionExpression: "gsi2pk = :partition AND gsi2sk < :asOf",
          ExpressionAttributeValues: { ":partition": partition, ":asOf": asOf.toISOString() },
          ExclusiveStartKey: start,
        }),
      );
      for (const item of page.Items ?? []) {
        const key = fromOutboxKey(item);
        if (key?.tenantId === tenantId)
          events.push({ orderId: key.orderId, version: key.version, ...eventOf(item) });
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return events;
  }

  return {
    async orders(tenantId, after) {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: BY_TENANT_INDEX,
          KeyConditionExpression: "gsi1pk = :tenant AND gsi1sk > :after",
          ExpressionAttributeValues: {
            ":tenant": byTenantKey(tenantId, "").gsi1pk,
            // Below every id.
            ":after": after ?? "0",
          },
          Limit: ORDERS_AT_A_TIME,
        }),
      );
      const rows = (answer.Items ?? []).map((item) => ({
        order: fromOrderItem(item),
        lookAt: lookAtOf(item),
      }));
      const more = answer.LastEvaluatedKey !== undefined;
      return { rows, cursor: more ? rows.at(-1)?.order.details.orderId : undefined };
    },

    async byIds(tenantId, orderIds) {
      const items = await getAll([...new Set(orderIds)].map((orderId) => orderKey(tenantId, orderId)));
      return new Map(items.map(fromOrderItem).map((order) => [order.details.orderId, order]));
    },

    async changedAt(tenantId, orderId) {
      const { Items: [last] = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :timeline)",
          ExpressionAttributeValues: { ":pk": orderKey(tenantId, orderId).pk, ":timeline": TIMELINE_PREFIX },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return last === undefined ? undefined : new Date(fromTimelineItem(last).at);
    },

    async reservations(tenantId, names) {
      const keys = names.map((name) => ({ name, key: reservationKey(tenantId, name.sku, name.orderId) }));
      const states = new Map(
        (await getAll(keys.map(({ key }) => key))).map((item) => [
          `${item["pk"]} ${item["sk"]}`,
          item["state"] as ReservationState,
        ]),
      );
      return new Map(
        keys.flatMap(({ name, key }) => {
          const state = states.get(`${key.pk} ${key.sk}`);
          return state === undefined ? [] : [[reservationName(name), state] as const];
        }),
      );
    },

    async unpublished(tenantId, asOf) {
      const partitions = [...Array(OUTBOX_SHARDS).keys()].map(outboxShard);
      const all = [...partitions, PARKED_OUTBOX].map((partition) => unpublishedOf(partition, tenantId, asOf));
      return (await Promise.all(all)).flat();
    },
  };
}

/** The index of unfinished orders has it in its key. */
function lookAtOf(item: Item): string | undefined {
  const key = item["gsi3sk"];
  return typeof key === "string" ? key.split("#")[0] : undefined;
}

function eventOf({ envelope }: Item): Pick<UnpublishedEvent, "event"> {
  try {
    const { id, type } = envelopeSchema.parse(JSON.parse(String(envelope)));
    return { event: { id, type } };
  } catch {
    // It says so by its absence.
    return {};
  }
}
