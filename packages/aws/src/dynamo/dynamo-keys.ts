/**
 * Every key of the orders table. The tenant leads each partition, so no key reaches another tenant's items.
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `T#{tenant}#O#{order}` | `ORDER` | the order: state, version, progress |
 * | | `TIMELINE#{version}` | one event of its history |
 * | | `OUTBOX#{version}` | the envelope of that event, when it is published |
 * | | `PAYMENT` | how its payment stands, as the payment's events tell |
 * | | `PICKLIST` | what the warehouse picks for it |
 * | | `NOTICE#{name}` | one message about it to one address, and whether it was sent |
 * | `T#{tenant}#REQUEST#{digest}` | `REQUEST` | the order that an Idempotency-Key stands for, for 24 hours |
 * | `T#{tenant}#ISSUER#{issuer}` | `NUMBER#{accession number}` | an order that uses the number, so that we do not give it out |
 * | `T#{tenant}#SKU#{sku}` | `STOCK` | what is available and held |
 * | | `MOVEMENT#{id}` | one change by hand |
 * | | `RESERVATION#{order}` | what an order holds, held, or may never hold |
 * | `SYSTEM#DROPS` | `DROP#{time}#{id}` | who deleted which dead letters: they belong to no tenant |
 */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Orders by tenant and time; outbox items that were not published; orders that have not ended. */
export const BY_TENANT_INDEX = "byTenant";
export const UNPUBLISHED_INDEX = "unpublished";
export const UNFINISHED_INDEX = "unfinished";

/** Over how many partitions unpublished outbox items and unfinished orders are spread: one would be a hot one. */
export const OUTBOX_SHARDS = 8;
export const UNFINISHED_SHARDS = 8;

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

/** Undefined for what is the key of no outbox item. */
export function fromOutboxKey({ pk, sk }: Readonly<Record<string, unknown>>) {
  const [, tenantId, orderId] = /^T#(.+)#O#(.+)$/.exec(String(pk)) ?? [];
  const [, version] = /^OUTBOX#(\d+)$/.exec(String(sk)) ?? [];
  if (tenantId === undefined || orderId === undefined || version === undefined) return undefined;
  return { tenantId, orderId, version: Number(version) };
}

export const paymentViewKey = (tenantId: string, orderId: string): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: "PAYMENT",
});

export const pickListKey = (tenantId: string, orderId: string): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: "PICKLIST",
});

export const NOTICE_PREFIX = "NOTICE#";
export const noticeKey = (tenantId: string, orderId: string, name: string): Key => ({
  pk: orderPk(tenantId, orderId),
  sk: `${NOTICE_PREFIX}${name}`,
});

export const requestKey = (tenantId: string, digest: string): Key => ({
  pk: `T#${tenantId}#REQUEST#${digest}`,
  sk: "REQUEST",
});

export const accessionNumberKey = (tenantId: string, issuer: string, accessionNumber: string): Key => ({
  pk: `T#${tenantId}#ISSUER#${issuer}`,
  sk: `NUMBER#${accessionNumber}`,
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

export const DROP_PREFIX = "DROP#";
export const dropKey = (at: string, id: string): Key => ({
  pk: "SYSTEM#DROPS",
  sk: `${DROP_PREFIX}${at}#${id}`,
});

/** In `byTenant`: order ids are UUIDv7, so they sort by the time of placing. */
export const byTenantKey = (tenantId: string, orderId: string) => ({
  gsi1pk: `T#${tenantId}#ORDERS`,
  gsi1sk: orderId,
});

/** In `byTenant`: pick lists of one state, by the time of the order's placing. */
export const pickListsKey = (tenantId: string, state: string, orderId: string) => ({
  gsi1pk: `T#${tenantId}#PICKLISTS#${state}`,
  gsi1sk: orderId,
});

export const outboxShard = (shard: number) => `OUTBOX#${shard}`;
/** In `unpublished`, beside the shards: items that nobody could publish. */
export const PARKED_OUTBOX = "OUTBOX#PARKED";

/** In `unpublished`: removed when the event is on the bus. */
export const unpublishedKey = (eventId: string, occurredAt: string) => ({
  gsi2pk: outboxShard(shardOf(eventId, OUTBOX_SHARDS)),
  gsi2sk: `${occurredAt}#${eventId}`,
});

export const unfinishedShard = (shard: number) => `UNFINISHED#${shard}`;

/** In `unfinished`: by the time of the next look, and with the ids, as the index holds keys only. */
export const unfinishedKey = (tenantId: string, orderId: string, lookAt: string) => ({
  gsi3pk: unfinishedShard(shardOf(orderId, UNFINISHED_SHARDS)),
  gsi3sk: `${lookAt}#${tenantId}#${orderId}`,
});

/** The time and the ids in a key of `unfinished`. */
export function fromUnfinishedKey(gsi3sk: string): { lookAt: string; tenantId: string; orderId: string } {
  const [lookAt = "", tenantId = "", orderId = ""] = gsi3sk.split("#");
  return { lookAt, tenantId, orderId };
}

/** By the id's last digits, which are random; its first ones are the time. */
function shardOf(id: string, shards: number): number {
  return Number.parseInt(id.slice(-4), 16) % shards;
}
