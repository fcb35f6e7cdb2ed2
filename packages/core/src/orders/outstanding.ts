import type { OrderDetails, OrderProgress, Outstanding } from "./order.ts";

/**
 * What has to be undone from here. The step that comes next may have run without being recorded, so it counts as
 * possible; a capture that the gateway refused leaves the authorization.
 */
export function outstandingOf(progress: OrderProgress, kind: OrderDetails["kind"]): Outstanding {
  const held = kind === "goods" ? ({ reservation: "held" } as const) : ({ studies: "linked" } as const);
  switch (progress.status) {
    case "PENDING":
      return kind === "goods" ? { reservation: "possible" } : { studies: "possible" };
    case "RESERVED":
      return { ...held, payment: "possible" };
    case "AWAITING_STUDY":
      return progress.studies === "linked" ? { ...held, payment: "possible" } : { studies: "possible" };
    case "AUTHORIZED":
      return { ...held, payment: progress.payment, ...(kind === "goods" && { shipment: "possible" }) };
    case "SHIPPED":
    case "CAPTURING": {
      const { payment, shipment } = progress;
      return { ...held, payment, ...(shipment !== undefined && { shipment }) };
    }
    case "COMPENSATING":
      return progress.outstanding;
    case "NEEDS_REVIEW":
      return outstandingOf(progress.before, kind);
    case "COMPLETED":
      // Goods have left, and their stock with them. A study can be given back, and its charge with it.
      return kind === "goods" ? {} : { ...held, payment: progress.payment ?? "possible" };
    case "FAILED":
    case "CANCELLED":
      return {};
  }
}
