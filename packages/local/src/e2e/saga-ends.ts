/** How the stories of `saga-faults.ts` end. */
import type { OrderStores } from "./order-stores.ts";
import type { Story } from "./saga-faults.ts";

/** What the stores must hold at the end of each story, whatever befell the order. */
export const ENDS: Readonly<Record<Story, OrderStores>> = {
  goods: {
    status: "COMPLETED",
    history: [
      "order.created",
      "inventory.reserved",
      "payment.processed",
      "shipment.created",
      "payment.capture-started",
      "payment.captured",
      "shipment.released",
      "order.completed",
    ],
    stock: "3/0",
    payments: ["captured"],
    gateway: ["captured × 1"],
    carrier: ["released"],
  },
  "goods, declined at the capture": {
    status: "FAILED",
    history: [
      "order.created",
      "inventory.reserved",
      "payment.processed",
      "shipment.created",
      "payment.capture-started",
      "payment.capture-declined",
      "shipment.cancelled",
      "payment.refunded",
      "inventory.released",
      "order.failed",
    ],
    stock: "5/0",
    payments: ["voided"],
    gateway: ["voided × 0"],
    carrier: ["cancelled"],
  },
  imaging: {
    status: "COMPLETED",
    history: [
      "order.created",
      "order.awaiting-study",
      "study.matched",
      "payment.processed",
      "payment.capture-started",
      "payment.captured",
      "order.completed",
    ],
    payments: ["captured"],
    gateway: ["captured × 1"],
    carrier: [],
    lines: ["linked"],
    studyOnWorklist: false,
  },
  "imaging, declined at the capture": {
    status: "FAILED",
    history: [
      "order.created",
      "order.awaiting-study",
      "study.matched",
      "payment.processed",
      "payment.capture-started",
      "payment.capture-declined",
      "payment.refunded",
      "studies.released",
      "order.failed",
    ],
    payments: ["voided"],
    gateway: ["voided × 0"],
    carrier: [],
    lines: ["cancelled"],
    studyOnWorklist: true,
  },
};
