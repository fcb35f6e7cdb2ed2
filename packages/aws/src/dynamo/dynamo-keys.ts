/**
 * Every key of the orders table. The tenant leads each partition, so no key reaches another tenant's items.
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `T#{tenant}#O#{order}` | `ORDER` | the order: state, version, progress |
 * | | `TIMELINE#{version}` | one event of its history |
 * | | `OUTBOX#{version}` | the envelope of that event, when it is published |
 * | `T#{tenant}#REQUEST#{digest}` | `REQUEST` | the order that an Idempotency-Key stands for, for 24 hours |
 * | `T#{tenant}#SKU#{sku}` | `STOCK` | what is available and held |
 * | | `MOVEMENT#{id}` | one change by hand |
 * | | `RESERVATION#{order}` | what an order holds, held, or may never hold |
 */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The index of orders by tenant and time, and of outbox items that were not published. */
export const BY_TENANT_INDEX = "byTenant";
export const UNPUBLISHED_INDEX = "unpublished";

/** Over how many partitions unpublished outbox items are spread: one would be a hot one. */
export const OUTBOX_SHARDS = 8;

const orderPk = (tenantId: string, orderId: string) => `T#${tenantId}#O#${orderId}`;
const skuPk = (tenantId: string, sku: string) => `T#${tenantId}#SKU#${sku}`;
/** Wide enough that the text sorts as the number does. */
const padded = (version: number) => String(version).padStart(8, "0");

export const orderKey = (tenantId: string, orderId: string): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: "ORDER",
});

export const TIMELINE_PREFIX = "TIMELINE#";
export const timelineKey = (tenantId: string, orderId: string, version: number): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: `${TIMELINE_PREFIX}${padded(version)}`,
});

export const OUTBOX_PREFIX = "OUTBOX#";
export const outboxKey = (tenantId: string, orderId: string, version: number): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: `${OUTBOX_PREFIX}${padded(version)}`,
});

export const requestKey = (tenantId: string, digest: string): Key => ({
  pk: `T#${tenantId}#REQUEST#${digest}`,
  sk: "REQUEST",
});

export const stockKey = (tenantId: string, sku: string): Key => ({ pk: skuPk(tenantId, sku), sk: "STOCK" });

export const movementKey = (tenantId: string, sku: string, movementId: string): Key => ({
  pk: skuPk(tenantId, sku),
  sk: `MOVEMENT#${movementId}`,
});

export const reservationKey = (tenantId: string, sku: string, orderId: string): Key => ({
  pk: skuPk(tenantId, sku),
  sk: `RESERVATION#${orderId}`,
});

/** In `byTenant`: order ids are UUIDv7, so they sort by the time of placing. */
export const byTenantKey = (tenantId: string, orderId: string) => ({
  gsi1pk: `T#${tenantId}#ORDERS`,
  gsi1sk: orderId,
});

export const outboxShard = (shard: number) => `OUTBOX#${shard}`;

/** In `unpublished`: removed when the event is on the bus. */
export const unpublishedKey = (eventId: string, occurredAt: string) => ({
  gsi2pk: outboxShard(shardOf(eventId)),
  gsi2sk: `${occurredAt}#${eventId}`,
});

/** By the id's last digits, which are random; its first ones are the time. */
function shardOf(eventId: string): number {
  return Number.parseInt(eventId.slice(-4), 16) % OUTBOX_SHARDS;
}
