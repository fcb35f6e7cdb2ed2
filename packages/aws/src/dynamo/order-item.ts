/** Orders, timeline entries and outbox envelopes as items of the table, and back. */
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { NumberClaim } from "@accession/core/orders/accession-number";
import type { Order, OrderDetails, OrderProgress } from "@accession/core/orders/order";
import type { OrderChange, RequestRegistration } from "@accession/core/orders/order-store";
import type { Resolution } from "@accession/core/orders/review-decision";
import type { TimelineEntry } from "@accession/core/orders/timeline";
import {
  accessionNumberKey,
  byTenantKey,
  orderKey,
  outboxKey,
  requestKey,
  timelineKey,
  unfinishedKey,
  unpublishedKey,
} from "./dynamo-keys.ts";

/** The stored order. `status` repeats the progress for filters and for whoever reads the table. */
interface OrderItem {
  readonly details: OrderDetails;
  readonly version: number;
  readonly cancelRequested: boolean;
  readonly attempt: number;
  readonly deaths: number;
  readonly status: OrderProgress["status"];
  readonly progress: OrderProgress;
  readonly unlinks?: readonly string[];
  readonly resolution?: Resolution;
}

export function toOrderItem({ order, lookAt }: OrderChange): Record<string, unknown> {
  const { tenantId, orderId } = order.details;
  const item: OrderItem = {
    details: order.details,
    version: order.version,
    cancelRequested: order.cancelRequested,
    attempt: order.attempt,
    deaths: order.deaths,
    status: order.progress.status,
    progress: order.progress,
    ...(order.unlinks !== undefined && { unlinks: order.unlinks }),
    ...(order.resolution !== undefined && { resolution: order.resolution }),
  };
  return {
    ...orderKey(tenantId, orderId),
    ...byTenantKey(tenantId, orderId),
    ...(lookAt !== undefined && unfinishedKey(tenantId, orderId, lookAt)),
    ...item,
  };
}

// The table holds what this file wrote, so the shape is taken at its word.
export function fromOrderItem(item: Record<string, unknown>): Order {
  const { details, version, cancelRequested, attempt, deaths, progress, unlinks, resolution } =
    item as unknown as OrderItem;
  return {
    ...{ details, version, cancelRequested, attempt, deaths, progress },
    ...(unlinks !== undefined && { unlinks }),
    ...(resolution !== undefined && { resolution }),
  };
}

export function toTimelineItem(change: OrderChange): Record<string, unknown> {
  const { tenantId, orderId } = change.order.details;
  return { ...timelineKey(tenantId, orderId, change.entry.version), entry: change.entry };
}

export function fromTimelineItem(item: Record<string, unknown>): TimelineEntry {
  return (item as unknown as { entry: TimelineEntry }).entry;
}

/** The envelope is stored as the text that is published, so that every publication is the same bytes. */
export function toOutboxItem(outgoing: OutgoingEvent): Record<string, unknown> {
  const { source, envelope } = outgoing;
  return {
    ...outboxKey(envelope.tenantId, envelope.aggregateId, envelope.aggregateVersion),
    ...unpublishedKey(envelope.id, envelope.occurredAt),
    source,
    envelope: JSON.stringify(envelope),
  };
}

export function toRequestItem(tenantId: string, orderId: string, registration: RequestRegistration) {
  return {
    ...requestKey(tenantId, registration.key),
    orderId,
    digest: registration.digest,
    // Seconds, as DynamoDB's TTL wants it.
    expiresAt: Math.floor(Date.parse(registration.expiresAt) / 1000),
  };
}

/** Says that the number is in use. It is kept for good: a number is never given out twice. */
export function toNumberItem(tenantId: string, orderId: string, claim: NumberClaim) {
  return { ...accessionNumberKey(tenantId, claim.issuer, claim.accessionNumber), orderId };
}
