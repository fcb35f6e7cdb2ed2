/** What a payment's row says against its order, its end, and the gateway's own books. */
import type { Order } from "../orders/order.ts";
import type { PaymentStatus } from "../payments/payment.ts";
import type { Finding } from "./judge-index.ts";
import type { Law } from "./law.ts";
import type { BookedPayment, ListedPayment } from "./order-reading.ts";

type Status = Order["progress"]["status"];

/** Where the order of a charge may be: it ends completed, or is being undone or looked at by a person. */
const CHARGED: readonly Status[] = ["COMPLETED", "CAPTURING", "COMPENSATING", "NEEDS_REVIEW"];
/** The same of a charge that was paid back. */
const PAID_BACK: readonly Status[] = ["FAILED", "CANCELLED", "COMPENSATING", "NEEDS_REVIEW"];

/** A charge belongs to one order that was completed, and one that was paid back to one that was not. */
export function judgeOwner(payment: ListedPayment, order: Order | undefined): Finding | undefined {
  if (order === undefined) return finding(payment, "payment-has-order", "no-order", {});
  // A person settled it, perhaps with the gateway itself.
  if (order.resolution !== undefined) return undefined;
  const { status } = order.progress;
  const allowed =
    payment.status === "captured" ? CHARGED : payment.status === "refunded" ? PAID_BACK : undefined;
  return allowed === undefined || allowed.includes(status)
    ? undefined
    : finding(payment, "payment-has-order", "another-end", { order: status });
}

const OPEN: ReadonlySet<PaymentStatus> = new Set(["intended", "authorized", "capture-declined"]);
const ENDED: ReadonlySet<Status> = new Set(["COMPLETED", "FAILED", "CANCELLED"]);

/** Nothing is authorized for ever: an authorization is charged or given back before its end, unless a person has it. */
export function judgeAuthorization(
  payment: ListedPayment,
  order: Order | undefined,
  asOf: Date,
): Finding | undefined {
  if (!OPEN.has(payment.status) || order === undefined) return undefined;
  const { progress, resolution } = order;
  if (progress.status === "NEEDS_REVIEW" || resolution !== undefined) return undefined;
  const say = (problem: string) =>
    finding(payment, "authorization-ends", problem, { order: progress.status });
  if (ENDED.has(progress.status)) return say("open-after-its-order");
  const { authorizedUntil } = payment;
  return authorizedUntil !== undefined && Date.parse(authorizedUntil) <= asOf.getTime()
    ? say("past-its-end")
    : undefined;
}

/** What the gateway may say where we say so; absent where it may never have been asked. */
const BOOKS: Readonly<Record<PaymentStatus, readonly (BookedPayment["status"] | "absent")[]>> = {
  // Asked, and not yet recorded: anything that an authorization can come to.
  intended: ["absent", "authorized", "declined"],
  authorized: ["authorized", "captured"],
  declined: ["declined"],
  captured: ["captured"],
  "capture-declined": ["authorized"],
  voided: ["voided", "declined", "absent"],
  refunded: ["refunded"],
};

/** The gateway has taken what we say, once. */
export function judgeBooks(payment: ListedPayment, booked: BookedPayment | undefined): Finding | undefined {
  const status = booked?.status ?? "absent";
  const say = (problem: string) =>
    finding(payment, "gateway-agrees", problem, { gateway: status, captures: booked?.captures ?? 0 });
  if (booked !== undefined && booked.captures > 1) return say("charged-twice");
  if (!BOOKS[payment.status].includes(status)) return say("another-status");
  const charged = booked !== undefined && booked.captures > 0;
  return charged && booked.amount !== payment.amount.amount ? say("another-amount") : undefined;
}

function finding(
  { paymentId, orderId, status }: ListedPayment,
  law: Law,
  problem: string,
  facts: Readonly<Record<string, string | number>>,
): Finding {
  return { law, problem, subject: { kind: "payment", id: paymentId }, facts: { orderId, status, ...facts } };
}
