/** What an order's record says against what its run, its stock, its studies and its payment are. */
import type { ReservationState } from "../inventory/stock.ts";
import { quantitiesBySku } from "../orders/lines.ts";
import type { Order } from "../orders/order.ts";
import type { ExecutionState } from "../orders/saga-executions.ts";
import type { Payment } from "../payments/payment.ts";
import type { Finding } from "./judge-index.ts";
import type { Law } from "./law.ts";
import { type ExpectedLine, type ListedOrder, reservationName } from "./order-reading.ts";

/** The sweepers look every minute; what they leave for so long, they do not see. */
const SWEEPER_GRACE_MS = 10 * 60_000;

/** True while a run of the saga has to act on the order. */
export function needsRun({ progress: { status } }: Order): boolean {
  return status !== "COMPLETED" && status !== "FAILED" && status !== "CANCELLED" && status !== "NEEDS_REVIEW";
}

/**
 * An order that has not ended has a run, or a time not yet come at which the sweeper starts one. One in review waits for a
 * person.
 */
export function judgeRun(
  { order, lookAt }: ListedOrder,
  run: ExecutionState | undefined,
  asOf: Date,
): Finding | undefined {
  if (!needsRun(order)) return undefined;
  const { attempt } = order;
  if (lookAt === undefined) return finding(order, "order-goes-on", "nobody-looks", { attempt });
  const due = Date.parse(lookAt);
  if (run !== "running" && due <= asOf.getTime())
    return { ...finding(order, "order-goes-on", "no-run", { attempt, lookAt }), repairable: true };
  if (due + SWEEPER_GRACE_MS <= asOf.getTime())
    return finding(order, "order-goes-on", "not-looked-at", { attempt, lookAt });
  return undefined;
}

/** The procedures of an imaging order stand as the order does. */
export function judgeStudies(order: Order, lines: readonly ExpectedLine[], asOf: Date): Finding | undefined {
  const { progress, details, resolution } = order;
  if (details.kind !== "imaging") return undefined;
  const states = lines.map(({ state }) => state);
  const complete = lines.length === details.lines.length;
  const say = (problem: string) =>
    finding(order, "order-has-studies", problem, {
      lines: details.lines.length,
      procedures: states.join(" "),
    });
  switch (progress.status) {
    case "AWAITING_STUDY": {
      if (!complete) return say("not-registered");
      if (progress.studies === "linked") return linked(states) ? undefined : say("not-linked");
      if (states.some(isReleased)) return say("released-while-it-waits");
      const over = lines.some(
        ({ state, deadlineAt }) =>
          state === "waiting" && deadlineAt.getTime() + SWEEPER_GRACE_MS <= asOf.getTime(),
      );
      return over ? say("deadline-passed") : undefined;
    }
    case "AUTHORIZED":
    case "CAPTURING":
    case "COMPLETED":
      // How an order ended that a person settled need not be what the system saw.
      return resolution !== undefined || (complete && linked(states)) ? undefined : say("not-linked");
    case "FAILED":
    case "CANCELLED":
      return states.every(isReleased) ? undefined : say("not-released");
    default:
      return undefined;
  }
}

const isReleased = (state: ExpectedLine["state"]) => state === "expired" || state === "cancelled";
const linked = (states: readonly ExpectedLine["state"][]) => states.every((state) => state === "linked");

/** What an order of goods holds in stock is what its progress says. */
export function judgeReservations(
  order: Order,
  states: ReadonlyMap<string, ReservationState>,
): Finding | undefined {
  const { details } = order;
  const allowed = reservationsOf(order);
  if (details.kind !== "goods" || allowed === undefined) return undefined;
  const found = quantitiesBySku(details.lines).map(
    ({ sku }) => states.get(reservationName({ orderId: details.orderId, sku })) ?? "absent",
  );
  if (found.every((state) => allowed.includes(state))) return undefined;
  return finding(order, "order-has-stock", "reservation-differs", {
    expected: allowed.join(" or "),
    reservations: found.join(" "),
  });
}

type Reserved = ReservationState | "absent";

function reservationsOf({ progress, resolution }: Order): readonly Reserved[] | undefined {
  switch (progress.status) {
    case "RESERVED":
    case "AUTHORIZED":
    case "SHIPPED":
      return ["held"];
    case "CAPTURING":
      return ["held", "fulfilled"];
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED": {
      if (resolution?.stock === "left") return ["fulfilled"];
      if (progress.status !== "COMPLETED") return ["released", "absent"];
      return resolution === undefined ? ["fulfilled"] : undefined;
    }
    default:
      return undefined;
  }
}

/** An order that was completed for money has its money. */
export function judgeCharge(order: Order, payment: Payment | undefined): Finding | undefined {
  const { progress, details, resolution } = order;
  if (progress.status !== "COMPLETED" || resolution !== undefined || details.total.amount === 0)
    return undefined;
  const say = (problem: string) =>
    finding(order, "order-has-payment", problem, { payment: payment?.status ?? "absent" });
  if (payment?.status !== "captured") return say("not-charged");
  const { amount, currency } = details.total;
  return payment.amount.amount === amount && payment.amount.currency === currency
    ? undefined
    : say("another-amount");
}

function finding(
  { details, progress }: Order,
  law: Law,
  problem: string,
  facts: Readonly<Record<string, string | number>>,
): Finding {
  return {
    law,
    problem,
    subject: { kind: "order", id: details.orderId },
    facts: { status: progress.status, ...facts },
  };
}
