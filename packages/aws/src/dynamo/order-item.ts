/** Orders, timeline entries and outbox envelopes as items of the table, and back. */
import type { OutgoingEvent } from "@accession/core/event-publisher";
import type { Order, OrderDetails, OrderProgress } from "@accession/core/orders/order";
import type { OrderChange, RequestRegistration } from "@accession/core/orders/order-store";
import type { TimelineEntry } from "@accession/core/orders/timeline";
import { byTenantKey, orderKey, outboxKey, requestKey, timelineKey, unpublishedKey } from "./dynamo-keys.ts";

/** The stored order. `status` repeats the progress for filters and for whoever reads the table. */
interface OrderItem {
  readonly details: OrderDetails;
  readonly version: number;
  readonly cancelRequested: boolean;
  readonly status: OrderProgress["status"];
  readonly progress: OrderProgress;
}

export function toOrderItem(order: Order): Record<string, unknown> {
  const { tenantId, orderId } = order.details;
  const item: OrderItem = {
    details: order.details,
    version: order.version,
    cancelRequested: order.cancelRequested,
    status: order.progress.status,
    progress: order.progress,
  };
  return { ...orderKey(tenantId, orderId), ...byTenantKey(tenantId, orderId), ...item };
}

// The table holds what this file wrote, so the shape is taken at its word.
export function fromOrderItem(item: Record<string, unknown>): Order {
  const { details, version, cancelRequested, progress } = item as unknown as OrderItem;
  return { details, version, cancelRequested, progress };
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
