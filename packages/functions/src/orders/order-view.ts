/** Orders as the API shows them. The payment token stays inside. */
import { toPublicId } from "@accession/core/ids";
import type { NamedNotice } from "@accession/core/notifications/notice";
import type { Order } from "@accession/core/orders/order";
import type { PaymentView } from "@accession/core/orders/payment-view";
import type { TimelineEntry } from "@accession/core/orders/timeline";

export function orderView(order: Order) {
  const { details, progress } = order;
  return {
    id: toPublicId("order", details.orderId),
    kind: details.kind,
    status: progress.status,
    version: order.version,
    cancelRequested: order.cancelRequested,
    attempt: order.attempt,
    ...("reason" in progress && { reason: progress.reason }),
    ...(order.resolution?.note !== undefined && { note: order.resolution.note }),
    lines: details.lines,
    total: details.total,
    ...(details.notify !== undefined && { notify: details.notify }),
    ...(details.kind === "goods" ? { shipTo: details.shipTo } : { deadline: details.deadlineAt }),
    placedAt: details.placedAt,
  };
}

export function paymentView({ paymentId: _id, version: _version, ...view }: PaymentView) {
  return view;
}

export function noticeView({ name, state, startedAt, endedAt, reason }: NamedNotice) {
  return { name, state, at: endedAt ?? startedAt, ...(reason !== undefined && { reason }) };
}

export function timelineView({ facts, meta, ...entry }: TimelineEntry) {
  const { correlationId, causationId, actor } = meta;
  return { ...entry, ...facts, correlationId, causationId, actor };
}
