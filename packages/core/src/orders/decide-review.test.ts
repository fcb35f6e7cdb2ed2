import { goodsDetails } from "@accession/testing/orders/goods-order";
import { imagingDetails } from "@accession/testing/orders/imaging-order";
import { COMMANDS, payment, shipment } from "@accession/testing/orders/order-commands";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import type { RecordedEvent } from "./decision.ts";
import { evolve, placedOrder } from "./evolve.ts";
import type { Order } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";

const reserved = { type: "inventory.reserved" } as const;
const authorized = { type: "payment.processed", payment } as const;
const labelled = { type: "shipment.created", shipment } as const;
const capturing = { type: "payment.capture-started" } as const;
const captured = { type: "payment.captured" } as const;
const released = { type: "shipment.released" } as const;
const waiting = { type: "order.awaiting-study" } as const;
const matched = { type: "study.matched" } as const;
const cancelAsked = { type: "order.cancel-requested", reason: "requested" } as const;
const declined = { type: "payment.declined", reason: "card-declined" } as const;
const review = { type: "order.needs-review", step: "ProcessPayment", reason: "outcome-unknown" } as const;
const unlinked = { type: "order.needs-review", step: "StudyLink", reason: "study-unlinked" } as const;
const TO_CAPTURE = [reserved, authorized, labelled, capturing] as const;
const IMAGED = [waiting, matched, authorized, capturing, captured, { type: "order.completed" }] as const;

const goods = (...events: RecordedEvent[]): Order =>
  events.reduce(evolve, placedOrder({ type: "order.created", details: goodsDetails() }));
const imaging = (...events: RecordedEvent[]): Order =>
  events.reduce(evolve, placedOrder({ type: "order.created", details: imagingDetails() }));
const then = (event: RecordedEvent) => ({ outcome: "event", event });
const refusedAs = (code: string) => ({ outcome: "refused", code });
/** What the order becomes by a command that it allows. */
function after(command: OrderCommand, order: Order): Order {
  const decision = decide(command, order);
  if (decision.outcome === "refused") throw new Error(`refused as ${decision.code}`);
  return evolve(order, decision.event);
}
const resolveAs = (as: "completed" | "failed" | "cancelled", note?: string) =>
  ({ type: "resolve-review", as, reason: "checked-with-gateway", note }) as const;

describe("a retry", () => {
  test("goes on from where the order stood, as the next run, with no deaths counted", () => {
    const order = goods(reserved, { type: "order.attempt-started", attempt: 2 }, review);
    expect(decide(COMMANDS["retry-review"], order)).toEqual(
      then({ type: "order.retried", attempt: 3, reason: "cause-mended" }),
    );
    expect(after(COMMANDS["retry-review"], order)).toMatchObject({
      attempt: 3,
      deaths: 0,
      progress: { status: "RESERVED" },
    });
  });

  test("keeps a cancel that was asked for before", () => {
    const order = after(COMMANDS["retry-review"], goods(cancelAsked, reserved, review));
    expect([order.cancelRequested, order.progress.status]).toEqual([true, "RESERVED"]);
  });

  test("goes on undoing what was being undone", () => {
    const { progress } = after(COMMANDS["retry-review"], goods(reserved, declined, review));
    expect(progress).toEqual(goods(reserved, declined).progress);
  });

  test("has nothing to do for an order that had completed", () => {
    expect(decide(COMMANDS["retry-review"], imaging(...IMAGED, unlinked))).toEqual(refusedAs("finished"));
  });
});

describe("a compensation", () => {
  const undo = COMMANDS["compensate-review"];

  test("undoes what was done and what may have been, for the reason of the review", () => {
    const order = after(undo, goods(reserved, review));
    expect(order).toMatchObject({ attempt: 2, deaths: 0 });
    expect(order.progress).toEqual({
      status: "COMPENSATING",
      reason: "outcome-unknown",
      cancelled: false,
      outstanding: { reservation: "held", payment: "possible" },
    });
  });

  test("knows that money may have been taken once the capture was started", () => {
    expect(after(undo, goods(...TO_CAPTURE, review)).progress).toMatchObject({
      charged: true,
      outstanding: { reservation: "held", payment, shipment },
    });
    expect(after(undo, goods(reserved, authorized, labelled, review)).progress).not.toHaveProperty("charged");
  });

  test("takes back a completed order of imaging, its charge and its studies", () => {
    expect(after(undo, imaging(...IMAGED, unlinked)).progress).toEqual({
      status: "COMPENSATING",
      reason: "study-unlinked",
      cancelled: false,
      charged: true,
      outstanding: { studies: "linked", payment },
    });
  });

  test("ends as a cancel when one was asked for", () => {
    expect(after(undo, goods(cancelAsked, reserved, review)).progress).toMatchObject({ cancelled: true });
  });

  test("goes on undoing what was being undone, and keeps why", () => {
    const order = after(undo, goods(reserved, declined, review));
    expect(order.progress).toEqual(goods(reserved, declined).progress);
  });

  test("is refused once the goods have left", () => {
    expect(decide(undo, goods(...TO_CAPTURE, captured, released, review))).toEqual(refusedAs("too-late"));
  });
});

describe("a resolution", () => {
  test.each([
    ["completed", "left"],
    ["failed", "back"],
    ["cancelled", "back"],
  ] as const)("as %s: stock that was held is %s", (as, stock) => {
    const order = goods(reserved, review);
    const resolution = { reason: "checked-with-gateway", note: "by phone", stock };
    expect(decide(resolveAs(as, "by phone"), order)).toEqual(
      then({ type: "order.resolved", as, resolution }),
    );
    expect(after(resolveAs(as, "by phone"), order)).toMatchObject({
      attempt: 1,
      resolution,
      progress: { status: as.toUpperCase() },
    });
  });

  test("keeps the payment and the shipment that are known", () => {
    expect(after(resolveAs("completed"), goods(...TO_CAPTURE, review)).progress).toEqual({
      status: "COMPLETED",
      payment,
      shipment,
    });
    expect(after(resolveAs("completed"), goods(reserved, review)).progress).toEqual({ status: "COMPLETED" });
  });

  test("of goods that left: their stock left too, however it ended", () => {
    expect(
      after(resolveAs("failed"), goods(...TO_CAPTURE, captured, released, review)).resolution,
    ).toMatchObject({ stock: "left" });
  });

  test("of an order that is undone in part leaves what is undone", () => {
    const undone = goods(reserved, declined, { type: "inventory.released" }, review);
    expect(after(resolveAs("failed"), undone).resolution).not.toHaveProperty("stock");
    expect(after(resolveAs("completed"), undone).resolution).not.toHaveProperty("stock");
  });

  test("of imaging gives studies back, unless it completed", () => {
    const stuck = imaging(waiting, matched, review);
    expect(after(resolveAs("failed"), stuck).resolution).toMatchObject({ studies: "back" });
    expect(after(resolveAs("completed"), stuck).resolution).not.toHaveProperty("studies");
  });

  test("of a completed order as completed tells nobody again", () => {
    const order = imaging(...IMAGED, unlinked);
    expect(decide(resolveAs("completed"), order)).toMatchObject({ event: { again: true } });
    expect(decide(resolveAs("failed"), order)).not.toHaveProperty("event.again");
  });

  test.each([
    ["nothing is held", goods(review)],
    [
      "it was refused before anything was held",
      goods({ type: "order.cancelling", reason: "cancelled" }, review),
    ],
    ["no study is there", imaging(waiting, review)],
  ])("as completed is refused when %s", (_, order) => {
    expect(decide(resolveAs("completed"), order)).toEqual(refusedAs("too-early"));
    expect(decide(resolveAs("failed"), order)).toMatchObject({ outcome: "event" });
  });
});
