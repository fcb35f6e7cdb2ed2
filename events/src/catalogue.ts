/** Every event that the system publishes, in every version, once. */
import { objectRejected } from "./ingestion/object.rejected.ts";
import { inventoryReleased } from "./inventory/inventory.released.ts";
import { inventoryReserved } from "./inventory/inventory.reserved.ts";
import { orderCancelled } from "./orders/order.cancelled.ts";
import { orderCompleted } from "./orders/order.completed.ts";
import { orderCreated } from "./orders/order.created.ts";
import { orderFailed } from "./orders/order.failed.ts";
import { orderNeedsReview } from "./orders/order.needs-review.ts";
import { paymentCaptured } from "./payments/payment.captured.ts";
import { paymentDeclined } from "./payments/payment.declined.ts";
import { paymentProcessed } from "./payments/payment.processed.ts";
import { paymentRefunded } from "./payments/payment.refunded.ts";
import { shipmentCancelled } from "./shipping/shipment.cancelled.ts";
import { shipmentCreated } from "./shipping/shipment.created.ts";
import { studyCompleted } from "./studies/study.completed.ts";
import { studyMatched } from "./studies/study.matched.ts";
import { studyUnmatched } from "./studies/study.unmatched.ts";
import { studyUpdated } from "./studies/study.updated.ts";

export const catalogue = [
  orderCreated,
  orderCompleted,
  orderFailed,
  orderCancelled,
  orderNeedsReview,
  inventoryReserved,
  inventoryReleased,
  paymentProcessed,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  shipmentCreated,
  shipmentCancelled,
  objectRejected,
  studyUpdated,
  studyCompleted,
  studyMatched,
  studyUnmatched,
] as const;
