import { goodsDetails } from "@accession/testing/orders/goods-order";
import { COMMANDS, cellOf, payment, shipment } from "@accession/testing/orders/order-commands";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { evolve, placedOrder } from "./evolve.ts";
import type { Order, OrderStatus } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";
import type { OrderEvent } from "./order-event.ts";

/** An order of goods never waits for studies. */
type GoodsStatus = Exclude<OrderStatus, "AWAITING_STUDY">;
type Recorded = Exclude<OrderEvent, { type: "order.created" }>;

const reserved = { type: "inventory.reserved" } as const;
const authorized = { type: "payment.processed", payment } as const;
const labelled = { type: "shipment.created", shipment } as const;
const capturing = { type: "payment.capture-started" } as const;
const captured = { type: "payment.captured" } as const;
const released = { type: "shipment.released" } as const;
const cancelAsked = { type: "order.cancel-requested", reason: "customer" } as const;
const outOfStock = { type: "inventory.refused", reason: "out-of-stock", skus: ["A"] } as const;
const review = { type: "order.needs-review", step: "ProcessPayment", reason: "outcome-unknown" } as const;

/** An order after these events. */
const given = (...events: Recorded[]): Order =>
  events.reduce(evolve, placedOrder({ type: "order.created", details: goodsDetails() }));

const HISTORY = {
  PENDING: [],
  RESERVED: [reserved],
  AUTHORIZED: [reserved, authorized],
  SHIPPED: [reserved, authorized, labelled],
  CAPTURING: [reserved, authorized, labelled, capturing],
  COMPLETED: [reserved, authorized, labelled, capturing, captured, released, { type: "order.completed" }],
  COMPENSATING: [reserved, { type: "payment.declined", reason: "card-declined" }],
  FAILED: [outOfStock, { type: "inventory.closed" }, { type: "order.failed", reason: "out-of-stock" }],
  CANCELLED: [
    cancelAsked,
    { type: "order.cancelling", reason: "cancelled" },
    { type: "inventory.closed" },
    { type: "order.cancelled", reason: "cancelled" },
  ],
  NEEDS_REVIEW: [reserved, review],
} as const satisfies Record<GoodsStatus, readonly Recorded[]>;

const STATUSES: readonly GoodsStatus[] = [
  "PENDING",
  "RESERVED",
  "AUTHORIZED",
  "SHIPPED",
  "CAPTURING",
  "COMPLETED",
  "COMPENSATING",
  "FAILED",
  "CANCELLED",
  "NEEDS_REVIEW",
];

/** One column for each status, in the order of STATUSES. */
const TABLE: Record<OrderCommand["type"], string> = {
  "record-reservation": "+ D D D D D C F F R",
  "refuse-reservation": "+ D D D D D C F F R",
  "record-authorization": "E + D D D D C F F R",
  "record-decline": "E + D D D D C F F R",
  "record-label": "E E + D D D C F F R",
  "refuse-shipment": "E E + D D D C F F R",
  "start-waiting": "K K K K K K K K K K",
  "record-studies-matched": "K K K K K K K K K K",
  "give-up-waiting": "K K K K K K K K K K",
  "start-capture": "E E E + D D C F F R",
  "record-capture": "E E E E + D C F F R",
  "refuse-capture": "E E E + + D C F F R",
  "record-release": "E E E E E D C F F R",
  complete: "E E E E E D C F F R",
  "request-cancel": "+ + + + L L C F D R",
  "give-up-for-cancel": "E E E E E D C F F R",
  "record-shipment-cancelled": "E E E E E F D F F R",
  "record-payment-refunded": "E E E E E F D F F R",
  "record-inventory-released": "E E E E E F + F F R",
  "record-studies-released": "E E E E E F D F F R",
  fail: "E E E E E F O F F R",
  "flag-for-review": "+ + + + + F + F F R",
  "start-attempt": "+ + + + + F + F F R",
  "retry-review": "N N N N N N N N N +",
  "compensate-review": "N N N N N N N N N +",
  "resolve-review": "N N N N N N N N N +",
  "report-unlinked-study": "K K K K K K K K K K",
};

test.each(Object.entries(COMMANDS))("%s, on each status", (type, command) => {
  const cells = STATUSES.map((status) => cellOf(decide(command, given(...HISTORY[status]))));
  expect(cells.join(" ")).toBe(TABLE[type as OrderCommand["type"]]);
});

const when = (command: OrderCommand, ...history: Recorded[]) => decide(command, given(...history));
const then = (event: Recorded) => ({ outcome: "event", event });

describe("the way forward", () => {
  test.each([
    ["PENDING", COMMANDS["record-reservation"], reserved, "RESERVED"],
    ["RESERVED", COMMANDS["record-authorization"], authorized, "AUTHORIZED"],
    ["AUTHORIZED", COMMANDS["record-label"], labelled, "SHIPPED"],
    ["SHIPPED", COMMANDS["start-capture"], capturing, "CAPTURING"],
    ["CAPTURING", COMMANDS["record-capture"], captured, "CAPTURING"],
  ] as const)("from %s, %j gives %j, and then %s", (status, command, event, next) => {
    const order = given(...HISTORY[status]);
    expect(decide(command, order)).toEqual(then(event));
    const after = evolve(order, event);
    expect([after.progress.status, after.version]).toEqual([next, order.version + 1]);
  });

  test("goods are released only once they are paid, and the order is completed only once they left", () => {
    const history = [...HISTORY.CAPTURING];
    expect(when(COMMANDS["record-release"], ...history)).toEqual({ outcome: "refused", code: "too-early" });
    expect(when(COMMANDS["record-release"], ...history, captured)).toEqual(then(released));
    expect(when(COMMANDS["record-release"], ...history, captured, released)).toMatchObject({
      code: "already-done",
    });
    expect(when(COMMANDS.complete, ...history, captured)).toMatchObject({ code: "too-early" });
    expect(when(COMMANDS.complete, ...history, captured, released)).toEqual(
      then({ type: "order.completed" }),
    );
  });

  test("nothing is captured once the authorization has ended, to the second", () => {
    const start = (now: string) => when({ type: "start-capture", now }, ...HISTORY.SHIPPED);
    expect(start("2026-11-28T07:59:59.999Z")).toEqual(then(capturing));
    expect(start(payment.authorizedUntil)).toEqual({ outcome: "refused", code: "authorization-expired" });
  });

  test("a capture is recorded once, and cannot be refused afterwards", () => {
    expect(when(COMMANDS["record-capture"], ...HISTORY.CAPTURING, captured)).toMatchObject({
      code: "already-done",
    });
    expect(when(COMMANDS["refuse-capture"], ...HISTORY.CAPTURING, captured)).toMatchObject({
      code: "already-done",
    });
  });
});

describe("the way back", () => {
  const outstanding = (...history: Recorded[]) => {
    const { progress } = given(...history);
    return progress.status === "COMPENSATING" ? progress.outstanding : undefined;
  };
  const giveUp = [cancelAsked, { type: "order.cancelling", reason: "cancelled" }] as const;

  test("what may have been done without being recorded has to be undone too", () => {
    expect(outstanding(...giveUp)).toEqual({ reservation: "possible" });
    expect(outstanding(reserved, ...giveUp)).toEqual({ reservation: "held", payment: "possible" });
    expect(outstanding(reserved, authorized, ...giveUp)).toEqual({
      reservation: "held",
      payment,
      shipment: "possible",
    });
    expect(outstanding(...HISTORY.SHIPPED, ...giveUp)).toEqual({ reservation: "held", payment, shipment });
  });

  test("a step that was refused for good left nothing", () => {
    expect(outstanding(reserved, { type: "payment.declined", reason: "x" })).toEqual({ reservation: "held" });
    expect(outstanding(reserved, authorized, { type: "shipment.refused", reason: "x" })).toEqual({
      reservation: "held",
      payment,
    });
    expect(outstanding(...HISTORY.CAPTURING, { type: "payment.capture-declined", reason: "x" })).toEqual({
      reservation: "held",
      payment,
      shipment,
    });
  });

  test("tells what was undone from what only might have been", () => {
    expect(when(COMMANDS["record-shipment-cancelled"], ...HISTORY.SHIPPED, ...giveUp)).toEqual(
      then({ type: "shipment.cancelled", shipment }),
    );
    expect(when(COMMANDS["record-shipment-cancelled"], reserved, authorized, ...giveUp)).toEqual(
      then({ type: "shipment.closed" }),
    );
    expect(when(COMMANDS["record-payment-refunded"], reserved, authorized, ...giveUp)).toEqual(
      then({ type: "payment.refunded" }),
    );
    expect(when(COMMANDS["record-payment-refunded"], reserved, ...giveUp)).toEqual(
      then({ type: "payment.closed" }),
    );
    expect(when(COMMANDS["record-inventory-released"], reserved, ...giveUp)).toEqual(
      then({ type: "inventory.released" }),
    );
    expect(when(COMMANDS["record-inventory-released"], ...giveUp)).toEqual(
      then({ type: "inventory.closed" }),
    );
  });

  test("an order ends only when nothing is outstanding, as what set it off", () => {
    expect(when(COMMANDS.fail, outOfStock)).toMatchObject({ code: "outstanding" });
    expect(when(COMMANDS.fail, outOfStock, { type: "inventory.closed" })).toEqual(
      then({ type: "order.failed", reason: "out-of-stock" }),
    );
    expect(when(COMMANDS.fail, ...giveUp, { type: "inventory.closed" })).toEqual(
      then({ type: "order.cancelled", reason: "cancelled" }),
    );
  });
});

describe("a cancel", () => {
  test("stops the capture, and turns the order round", () => {
    expect(when(COMMANDS["start-capture"], ...HISTORY.SHIPPED, cancelAsked)).toEqual({
      outcome: "refused",
      code: "cancel-requested",
    });
    expect(when(COMMANDS["give-up-for-cancel"], ...HISTORY.SHIPPED, cancelAsked)).toEqual(
      then({ type: "order.cancelling", reason: "cancelled" }),
    );
  });

  test("is asked for once", () => {
    expect(when(COMMANDS["request-cancel"], cancelAsked)).toMatchObject({ code: "already-done" });
    expect(
      when(COMMANDS["request-cancel"], cancelAsked, { type: "order.cancelling", reason: "cancelled" }),
    ).toMatchObject({ code: "already-done" });
  });
});

test("a review keeps where the order stood", () => {
  expect(given(reserved, authorized, review).progress).toEqual({
    status: "NEEDS_REVIEW",
    step: "ProcessPayment",
    reason: "outcome-unknown",
    before: { status: "AUTHORIZED", payment },
  });
});

test("an event that the state does not allow is a bug, and throws", () => {
  expect(() => given(captured)).toThrow("an order is PENDING where CAPTURING was expected");
  expect(() => given(...HISTORY.FAILED, review)).toThrow("cannot be flagged");
});
