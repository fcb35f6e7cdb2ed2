import type { EventMeta } from "@accession/events/envelope";
import type { OrderStatus } from "./order.ts";
import type { OrderEvent, OrderEventType } from "./order-event.ts";

/** One entry of an order's history: the event that made one version of it. */
export interface TimelineEntry {
  readonly version: number;
  readonly type: OrderEventType;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The order's status after it. */
  readonly status: OrderStatus;
  /** Which run of the saga wrote it; absent for what a caller did. */
  readonly attempt?: number;
  readonly meta: EventMeta;
  /** Codes and references that explain the entry; never what was ordered, or by whom. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
}

/** The codes and references of an event that its timeline entry shows. */
export function factsOf(event: OrderEvent): TimelineEntry["facts"] {
  switch (event.type) {
    case "inventory.refused":
      return { reason: event.reason, skus: event.skus };
    case "payment.processed":
      return { authorizedUntil: event.payment.authorizedUntil };
    case "shipment.created":
    case "shipment.cancelled":
      return { shipmentReference: event.shipment.shipmentReference };
    case "order.resolved":
      return { as: event.as, reason: event.resolution.reason };
    case "order.needs-review":
      return { step: event.step, reason: event.reason };
    case "study.given-up":
    case "payment.declined":
    case "shipment.refused":
    case "payment.capture-declined":
    case "order.cancel-requested":
    case "order.cancelling":
    case "order.retried":
    case "order.compensating":
    case "order.failed":
    case "order.cancelled":
      return { reason: event.reason };
    default:
      return {};
  }
}
