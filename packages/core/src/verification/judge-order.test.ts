import type { ReservationState } from "@accession/core/inventory/stock";
import { goodsDetails } from "@accession/testing/orders/goods-order";
import { imagingDetails } from "@accession/testing/orders/imaging-order";
import { describe, expect, it } from "vitest";
import type { Order, OrderDetails, OrderProgress } from "../orders/order.ts";
import { judgeCharge, judgeReservations, judgeRun, judgeStudies } from "./judge-order.ts";
import { judgeAuthorization, judgeBooks, judgeOwner } from "./judge-payment.ts";
import { type ListedPayment, reservationName } from "./order-reading.ts";

const ASOF = new Date("2026-11-21T12:00:00.000Z");
const AUTHORIZATION = { paymentId: "p", authorizedUntil: "2026-11-28T08:00:00.000Z" };
const LABEL = { shipmentReference: "s" };
const CAPTURING: OrderProgress = {
  status: "CAPTURING",
  payment: AUTHORIZATION,
  captured: true,
  released: false,
};
const COMPLETED: OrderProgress = { status: "COMPLETED", payment: AUTHORIZATION };
const FAILED: OrderProgress = { status: "FAILED", reason: "out-of-stock" };
const REVIEW: OrderProgress = {
  status: "NEEDS_REVIEW",
  reason: "r",
  step: "s",
  before: { status: "PENDING" },
};
const PENDING: OrderProgress = { status: "PENDING" };

const at = (
  progress: OrderProgress,
  details: OrderDetails = goodsDetails(),
  over: Partial<Order> = {},
): Order => ({ details, version: 3, cancelRequested: false, attempt: 1, deaths: 0, progress, ...over });
const resolution = { reason: "written-off" };

describe("an order that has not ended", () => {
  const before = "2026-11-21T11:59:00.000Z";
  const after = "2026-11-21T12:01:00.000Z";
  const run = (progress: OrderProgress, lookAt: string | undefined, state: "running" | "ended" | "absent") =>
    judgeRun({ order: at(progress), lookAt }, state, ASOF)?.problem;

  it("has a run, or a time at which one is started", () => {
    expect(run(PENDING, before, "running")).toBeUndefined();
    expect(run(PENDING, after, "ended")).toBeUndefined();
    expect(run(PENDING, before, "ended")).toBe("no-run");
    expect(run(PENDING, before, "absent")).toBe("no-run");
    expect(run(PENDING, undefined, "running")).toBe("nobody-looks");
    expect(run(PENDING, "2026-11-21T11:00:00.000Z", "running")).toBe("not-looked-at");
  });

  it.each([COMPLETED, FAILED, REVIEW])("but not when it is $status", (progress) => {
    expect(run(progress, undefined, "ended")).toBeUndefined();
  });
});

describe("what is reserved", () => {
  const judge = (order: Order, ...states: ReservationState[]) => {
    const skus = ["CONTRAST-50ML", "SYRINGE-10"];
    const named = states.map((state, n) => {
      const name = reservationName({ orderId: order.details.orderId, sku: skus[n] ?? "" });
      return [name, state] as const;
    });
    return judgeReservations(order, new Map(named))?.facts?.["expected"];
  };

  it.each<[OrderProgress, ReservationState[], ReservationState[]]>([
    [{ status: "RESERVED" }, ["held", "held"], ["held"]],
    [{ status: "SHIPPED", payment: AUTHORIZATION, shipment: LABEL }, ["held", "held"], ["released", "held"]],
    [CAPTURING, ["fulfilled", "fulfilled"], []],
    [COMPLETED, ["fulfilled", "fulfilled"], ["held", "held"]],
    [FAILED, ["released"], ["held", "released"]],
    [{ status: "CANCELLED", reason: "r" }, [], ["fulfilled", "fulfilled"]],
  ])("is as $status says", (progress, right, wrong) => {
    expect(judge(at(progress), ...right)).toBeUndefined();
    expect(judge(at(progress), ...wrong)).toBeDefined();
  });

  it("follows the person who settled the order", () => {
    const left = at(FAILED, goodsDetails(), { resolution: { ...resolution, stock: "left" } });
    expect(judge(left, "fulfilled", "fulfilled")).toBeUndefined();
    expect(judge(left, "released", "released")).toBe("fulfilled");
    expect(judge(at(COMPLETED, goodsDetails(), { resolution }))).toBeUndefined();
  });

  it("is nobody's business before anything is recorded, or while it is undone", () => {
    expect(judge(at(PENDING))).toBeUndefined();
  });
});

describe("what an imaging order waits for", () => {
  const order = (progress: OrderProgress, over: Partial<Order> = {}) => at(progress, imagingDetails(), over);
  const line = (
    state: "waiting" | "linked" | "expired" | "cancelled",
    deadline = "2026-12-05T08:00:00.000Z",
  ) => ({
    procedureId: "p",
    orderId: "o",
    line: 1,
    state,
    deadlineAt: new Date(deadline),
  });
  const awaited: OrderProgress = { status: "AWAITING_STUDY", studies: "awaited" };

  it("is registered, and ends at its deadline", () => {
    expect(judgeStudies(order(awaited), [line("waiting")], ASOF)).toBeUndefined();
    expect(judgeStudies(order(awaited), [line("linked")], ASOF)).toBeUndefined();
    expect(judgeStudies(order(awaited), [], ASOF)?.problem).toBe("not-registered");
    expect(judgeStudies(order(awaited), [line("expired")], ASOF)?.problem).toBe("released-while-it-waits");
    const late = line("waiting", "2026-11-21T11:00:00.000Z");
    expect(judgeStudies(order(awaited), [late], ASOF)?.problem).toBe("deadline-passed");
  });

  it.each<OrderProgress>([
    { status: "AWAITING_STUDY", studies: "linked" },
    { status: "AUTHORIZED", payment: AUTHORIZATION },
    CAPTURING,
    COMPLETED,
  ])("is there when it is $status", (progress) => {
    expect(judgeStudies(order(progress), [line("linked")], ASOF)).toBeUndefined();
    expect(judgeStudies(order(progress), [line("waiting")], ASOF)?.problem).toBe("not-linked");
  });

  it("is given back when the order fails", () => {
    expect(judgeStudies(order(FAILED), [], ASOF)).toBeUndefined();
    expect(judgeStudies(order(FAILED), [line("cancelled")], ASOF)).toBeUndefined();
    expect(judgeStudies(order(FAILED), [line("linked")], ASOF)?.problem).toBe("not-released");
  });

  it("need not be what a person says who settled it, and is no matter of goods", () => {
    expect(judgeStudies(order(COMPLETED, { resolution }), [], ASOF)).toBeUndefined();
    expect(judgeStudies(at(COMPLETED), [], ASOF)).toBeUndefined();
  });
});

describe("a payment", () => {
  const payment = (status: ListedPayment["status"], over: Partial<ListedPayment> = {}): ListedPayment => ({
    ...{ tenantId: "t", paymentId: "p", orderId: "o", version: 2, gateway: "sandbox", status },
    amount: goodsDetails().total,
    authorizedUntil: AUTHORIZATION.authorizedUntil,
    updatedAt: ASOF,
    ...over,
  });

  it("is there, and as much, when an order was completed for money", () => {
    expect(judgeCharge(at(COMPLETED), payment("captured"))).toBeUndefined();
    expect(judgeCharge(at(COMPLETED), undefined)?.problem).toBe("not-charged");
    expect(judgeCharge(at(COMPLETED), payment("authorized"))?.problem).toBe("not-charged");
    const other = payment("captured", { amount: { amount: 1, currency: "EUR" } });
    expect(judgeCharge(at(COMPLETED), other)?.problem).toBe("another-amount");
    expect(judgeCharge(at(COMPLETED, goodsDetails(), { resolution }), undefined)).toBeUndefined();
    const free = goodsDetails({ total: { amount: 0, currency: "EUR" } });
    expect(judgeCharge(at(COMPLETED, free), undefined)).toBeUndefined();
  });

  it.each<[ListedPayment["status"], OrderProgress, boolean]>([
    ["captured", COMPLETED, true],
    ["captured", CAPTURING, true],
    ["captured", FAILED, false],
    ["captured", PENDING, false],
    ["refunded", FAILED, true],
    ["refunded", COMPLETED, false],
    ["captured", REVIEW, true],
    ["declined", PENDING, true],
  ])("that is %s belongs to an order that is $1.status: %3$s", (status, progress, right) => {
    expect(judgeOwner(payment(status), at(progress)) === undefined).toBe(right);
    expect(judgeOwner(payment(status), at(progress, goodsDetails(), { resolution }))).toBeUndefined();
    expect(judgeOwner(payment(status), undefined)?.problem).toBe("no-order");
  });

  it("is authorized for no longer than its order lives, and its gateway holds it", () => {
    const judge = (progress: OrderProgress, over: Partial<ListedPayment> = {}) =>
      judgeAuthorization(payment("authorized", over), at(progress), ASOF)?.problem;
    const authorized: OrderProgress = { status: "AUTHORIZED", payment: AUTHORIZATION };
    expect(judge(authorized)).toBeUndefined();
    expect(judge(FAILED)).toBe("open-after-its-order");
    expect(judge(authorized, { authorizedUntil: "2026-11-21T11:00:00.000Z" })).toBe("past-its-end");
    expect(judge(REVIEW, { authorizedUntil: "2026-11-21T11:00:00.000Z" })).toBeUndefined();
    expect(judgeAuthorization(payment("captured"), at(FAILED), ASOF)).toBeUndefined();
  });

  it("is in the gateway's books as in ours, charged once", () => {
    const book = (status: ListedPayment["status"], captures = 0, amount = 2950) => ({
      status,
      captures,
      amount,
    });
    expect(judgeBooks(payment("captured"), book("captured", 1))).toBeUndefined();
    expect(judgeBooks(payment("captured"), book("captured", 2))?.problem).toBe("charged-twice");
    expect(judgeBooks(payment("captured"), book("captured", 1, 1))?.problem).toBe("another-amount");
    expect(judgeBooks(payment("captured"), book("authorized"))?.problem).toBe("another-status");
    expect(judgeBooks(payment("captured"), undefined)?.problem).toBe("another-status");
    expect(judgeBooks(payment("voided"), undefined)).toBeUndefined();
    expect(judgeBooks(payment("voided"), book("captured", 1))?.problem).toBe("another-status");
    expect(judgeBooks(payment("intended"), undefined)).toBeUndefined();
  });
});
