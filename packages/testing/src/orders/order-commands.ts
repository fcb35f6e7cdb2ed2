/** One command of each type, and what is refused, for tables of what an order allows in which state. */
import type { Decision } from "@accession/core/orders/decision";
import type { OrderCommand } from "@accession/core/orders/order-command";
import type { RefusalCode } from "@accession/core/orders/refusal";

export const payment = {
  paymentId: "01990000-0000-7000-8000-0000000000aa",
  authorizedUntil: "2026-11-28T08:00:00.000Z",
};
export const shipment = { shipmentReference: "SBX-1" };
export const IN_TIME = "2026-11-27T08:00:00.000Z";

export const COMMANDS = {
  "record-reservation": { type: "record-reservation" },
  "refuse-reservation": { type: "refuse-reservation", reason: "out-of-stock", skus: ["A"] },
  "record-authorization": { type: "record-authorization", payment },
  "record-decline": { type: "record-decline", reason: "card-declined" },
  "record-label": { type: "record-label", shipment },
  "refuse-shipment": { type: "refuse-shipment", reason: "address-refused" },
  "start-waiting": { type: "start-waiting" },
  "record-studies-matched": { type: "record-studies-matched" },
  "give-up-waiting": { type: "give-up-waiting", reason: "study-overdue" },
  "start-capture": { type: "start-capture", now: IN_TIME },
  "record-capture": { type: "record-capture" },
  "refuse-capture": { type: "refuse-capture", reason: "card-declined" },
  "record-release": { type: "record-release" },
  complete: { type: "complete" },
  "request-cancel": { type: "request-cancel", reason: "customer" },
  "give-up-for-cancel": { type: "give-up-for-cancel" },
  "record-shipment-cancelled": { type: "record-shipment-cancelled" },
  "record-payment-refunded": { type: "record-payment-refunded" },
  "record-inventory-released": { type: "record-inventory-released" },
  "record-studies-released": { type: "record-studies-released" },
  fail: { type: "fail" },
  "flag-for-review": { type: "flag-for-review", step: "ProcessPayment", reason: "outcome-unknown" },
  "start-attempt": { type: "start-attempt", attempt: 2 },
  "retry-review": { type: "retry-review", reason: "cause-mended" },
  "compensate-review": { type: "compensate-review", reason: "agreed-with-customer" },
  "resolve-review": { type: "resolve-review", as: "failed", reason: "written-off" },
  "report-unlinked-study": {
    type: "report-unlinked-study",
    eventId: "01990000-0000-7000-8000-00000000e001",
  },
} as const satisfies { [Type in OrderCommand["type"]]: Extract<OrderCommand, { type: Type }> };

/** `+`: an event. Else why not, by its initial: Early, Done, Compensating, Finished, Review, too Late, Outstanding, other Kind, Not in review. */
const REFUSALS: Readonly<Record<string, RefusalCode>> = {
  E: "too-early",
  D: "already-done",
  C: "compensating",
  F: "finished",
  R: "in-review",
  L: "too-late",
  O: "outstanding",
  K: "other-kind",
  N: "not-in-review",
};

/** What a cell of such a table says. */
export function cellOf(decision: Decision): string {
  if (decision.outcome === "event") return "+";
  const found = Object.entries(REFUSALS).find(([, code]) => code === decision.code);
  return found?.[0] ?? decision.code;
}
