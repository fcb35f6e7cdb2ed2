/** Which of an order's events leave the system, and as what. */

import type { EventMeta } from "@accession/events/envelope";
import { inventoryReleased } from "@accession/events/inventory/inventory.released";
import { inventoryReserved } from "@accession/events/inventory/inventory.reserved";
import { orderCancelled } from "@accession/events/orders/order.cancelled";
import { orderCompleted } from "@accession/events/orders/order.completed";
import { orderCreated } from "@accession/events/orders/order.created";
import { orderFailed } from "@accession/events/orders/order.failed";
import { orderNeedsReview } from "@accession/events/orders/order.needs-review";
import { shipmentCancelled } from "@accession/events/shipping/shipment.cancelled";
import { shipmentCreated } from "@accession/events/shipping/shipment.created";
import type { OutgoingEvent } from "../event-publisher.ts";
import { goodsOf, quantitiesBySku } from "./lines.ts";
import type { Order } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";

/** What an envelope needs besides the event: made by the caller, so that this stays pure. */
export interface EnvelopeStamp {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  readonly homeRegion: string;
  readonly meta: EventMeta;
}

/** The envelope of an order's event, or undefined when it is for the timeline only. `order` is the state after it. */
export function publishedEvent(
  order: Order,
  event: OrderEvent,
  stamp: EnvelopeStamp,
): OutgoingEvent | undefined {
  const { kind, total, lines, tenantId, orderId } = order.details;
  const common = {
    ...stamp,
    tenantId,
    aggregateId: orderId,
    aggregateVersion: order.version,
  };
  const from = <Envelope extends OutgoingEvent["envelope"]>(
    definition: { readonly source: string },
    envelope: Envelope,
  ): OutgoingEvent => ({ source: definition.source, envelope });
  const completed = () => from(orderCompleted, orderCompleted.create({ ...common, data: { kind, total } }));
  const failed = (reason: string) =>
    from(orderFailed, orderFailed.create({ ...common, data: { kind, reason } }));
  const cancelled = (reason: string) =>
    from(orderCancelled, orderCancelled.create({ ...common, data: { kind, reason } }));
  switch (event.type) {
    case "order.created":
      return from(
        orderCreated,
        orderCreated.create({
          ...common,
          data: { kind, lineCount: lines.length, total },
        }),
      );
    case "inventory.reserved":
      return from(inventoryReserved, inventoryReserved.create({ ...common, data: stockOf(order) }));
    case "inventory.released":
      return from(inventoryReleased, inventoryReleased.create({ ...common, data: stockOf(order) }));
    case "shipment.created":
      return from(shipmentCreated, shipmentCreated.create({ ...common, data: event.shipment }));
    case "shipment.cancelled":
      return from(shipmentCancelled, shipmentCancelled.create({ ...common, data: event.shipment }));
    case "order.completed":
      return completed();
    case "order.failed":
      return failed(event.reason);
    case "order.cancelled":
      return cancelled(event.reason);
    case "order.resolved": {
      if (event.again === true) return undefined;
      const { reason } = event.resolution;
      if (event.as === "completed") return completed();
      return event.as === "failed" ? failed(reason) : cancelled(reason);
    }
    case "order.needs-review":
      return from(
        orderNeedsReview,
        orderNeedsReview.create({
          ...common,
          data: { kind, step: event.step, reason: event.reason },
        }),
      );
    default:
      return undefined;
  }
}

function stockOf(order: Order) {
  return { lines: quantitiesBySku(goodsOf(order).lines) };
}
