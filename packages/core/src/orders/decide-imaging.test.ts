import { imagingDetails } from "@accession/testing/orders/imaging-order";
import { COMMANDS, cellOf, payment } from "@accession/testing/orders/order-commands";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { MAX_DEATHS } from "./decide-attempt.ts";
import type { RecordedEvent } from "./decision.ts";
import { evolve, placedOrder } from "./evolve.ts";
import type { Order } from "./order.ts";
import type { OrderCommand } from "./order-command.ts";

const waiting = { type: "order.awaiting-study" } as const;
const matched = { type: "study.matched" } as const;
const authorized = { type: "payment.processed", payment } as const;
const capturing = { type: "payment.capture-started" } as const;
const captured = { type: "payment.captured" } as const;
const overdue = { type: "study.given-up", reason: "study-overdue" } as const;
const cancelAsked = { type: "order.cancel-requested", reason: "requested" } as const;
const cancelling = { type: "order.cancelling", reason: "cancelled" } as const;
const restarted = (attempt: number) => ({ type: "order.attempt-started", attempt }) as const;

const given = (...events: RecordedEvent[]): Order =>
  events.reduce(evolve, placedOrder({ type: "order.created", details: imagingDetails() }));
const when = (command: OrderCommand, ...history: RecordedEvent[]) => decide(command, given(...history));
const then = (event: RecordedEvent) => ({ outcome: "event", event });
const outstanding = (...history: RecordedEvent[]) => {
  const { progress } = given(...history);
  return progress.status === "COMPENSATING" ? progress.outstanding : undefined;
};

/** In the order in which an imaging order goes through them; WAITING has its studies, AWAITED lacks some. */
const HISTORY: Readonly<Record<string, readonly RecordedEvent[]>> = {
  PENDING: [],
  AWAITED: [waiting],
  LINKED: [waiting, matched],
  AUTHORIZED: [waiting, matched, authorized],
  CAPTURING: [waiting, matched, authorized, capturing],
  CAPTURED: [waiting, matched, authorized, capturing, captured],
  COMPLETED: [waiting, matched, authorized, capturing, captured, { type: "order.completed" }],
  COMPENSATING: [waiting, overdue],
  FAILED: [waiting, overdue, { type: "studies.closed" }, { type: "order.failed", reason: "study-overdue" }],
  CANCELLED: [
    cancelAsked,
    cancelling,
    { type: "studies.closed" },
    { type: "order.cancelled", reason: "cancelled" },
  ],
  REVIEW: [waiting, { type: "order.needs-review", step: "CheckStudies", reason: "step-failed" }],
};

const NEVER = "K K K K K K K K K K K";
/** One column for each of HISTORY; the letters are those of `order-commands.ts`. */
const TABLE: Record<OrderCommand["type"], string> = {
  "record-reservation": NEVER,
  "refuse-reservation": NEVER,
  "record-label": NEVER,
  "refuse-shipment": NEVER,
  "record-release": NEVER,
  "start-waiting": "+ D D D D D D C F F R",
  "record-studies-matched": "E + D D D D D C F F R",
  "give-up-waiting": "E + D D D D D C F F R",
  "record-authorization": "E E + D D D D C F F R",
  "record-decline": "E E + D D D D C F F R",
  "start-capture": "E E E + D D D C F F R",
  "record-capture": "E E E E + D D C F F R",
  "refuse-capture": "E E E + + D D C F F R",
  complete: "E E E E E + D C F F R",
  "request-cancel": "+ + + + L L L C F D R",
  "give-up-for-cancel": "E E E E E E D C F F R",
  "record-shipment-cancelled": "E E E E E E F D F F R",
  "record-payment-refunded": "E E E E E E F D F F R",
  "record-inventory-released": "E E E E E E F D F F R",
  "record-studies-released": "E E E E E E F + F F R",
  fail: "E E E E E E F O F F R",
  "flag-for-review": "+ + + + + + F + F F R",
  "start-attempt": "+ + + + + + F + F F R",
  "retry-review": "N N N N N N N N N N +",
  "compensate-review": "N N N N N N N N N N +",
  "resolve-review": "N N N N N N N N N N +",
  "report-unlinked-study": "+ + + + + + + C F F +",
};

test.each(Object.entries(COMMANDS))("%s, on each state of an imaging order", (type, command) => {
  const cells = Object.values(HISTORY).map((history) => cellOf(decide(command, given(...history))));
  expect(cells.join(" ")).toBe(TABLE[type as OrderCommand["type"]]);
});

describe("the way forward", () => {
  test.each([
    ["PENDING", COMMANDS["start-waiting"], waiting, { status: "AWAITING_STUDY", studies: "awaited" }],
    ["AWAITED", COMMANDS["record-studies-matched"], matched, { status: "AWAITING_STUDY", studies: "linked" }],
    ["LINKED", COMMANDS["record-authorization"], authorized, { status: "AUTHORIZED", payment }],
    [
      "AUTHORIZED",
      COMMANDS["start-capture"],
      capturing,
      { status: "CAPTURING", payment, captured: false, released: false },
    ],
    ["CAPTURED", COMMANDS.complete, { type: "order.completed" }, { status: "COMPLETED", payment }],
  ] as const)("from %s, %j gives %j, and then %j", (state, command, event, progress) => {
    const order = given(...(HISTORY[state] ?? []));
    expect(decide(command, order)).toEqual(then(event));
    expect(evolve(order, event).progress).toEqual(progress);
  });

  test("nothing is captured once the authorization has ended", () => {
    expect(
      when({ type: "start-capture", now: payment.authorizedUntil }, ...(HISTORY["AUTHORIZED"] ?? [])),
    ).toEqual({ outcome: "refused", code: "authorization-expired" });
  });
});

describe("the way back", () => {
  test("counts what may have happened unrecorded", () => {
    expect(outstanding(cancelAsked, cancelling)).toEqual({ studies: "possible" });
    expect(outstanding(waiting, overdue)).toEqual({ studies: "possible" });
    expect(outstanding(waiting, matched, cancelAsked, cancelling)).toEqual({
      studies: "linked",
      payment: "possible",
    });
    expect(outstanding(waiting, matched, { type: "payment.declined", reason: "card-declined" })).toEqual({
      studies: "linked",
    });
    const declined = { type: "payment.capture-declined", reason: "card-declined" } as const;
    expect(outstanding(waiting, matched, authorized, capturing, declined)).toEqual({
      studies: "linked",
      payment,
    });
  });

  test("tells studies that were given back from a wait that ended", () => {
    const declined = { type: "payment.declined", reason: "card-declined" } as const;
    expect(when(COMMANDS["record-studies-released"], waiting, matched, declined)).toEqual(
      then({ type: "studies.released" }),
    );
    expect(when(COMMANDS["record-studies-released"], waiting, overdue)).toEqual(
      then({ type: "studies.closed" }),
    );
  });
});

const UNLINKED = {
  type: "order.needs-review",
  step: "StudyLink",
  reason: "study-unlinked",
  unlink: COMMANDS["report-unlinked-study"].eventId,
} as const;

test("an order that lost its study by hand is reviewed, also when it was completed, and keeps where it stood", () => {
  const order = given(...(HISTORY["COMPLETED"] ?? []));
  const decision = decide(COMMANDS["report-unlinked-study"], order);
  expect(decision).toEqual(then(UNLINKED));
  if (decision.outcome !== "event") return;
  expect(evolve(order, decision.event).progress).toMatchObject({ before: { status: "COMPLETED", payment } });
});

describe("an order that lost its study while it was in review", () => {
  const stuck = { type: "order.needs-review", step: "CapturePayment", reason: "outcome-unknown" } as const;
  const inReview = [...(HISTORY["CAPTURING"] ?? []), stuck];

  test("says so before anybody has it go on, and keeps where it stood", () => {
    expect(when(COMMANDS["report-unlinked-study"], ...inReview)).toEqual(then(UNLINKED));
    const before = { status: "CAPTURING", payment, captured: false };
    expect(given(...inReview, UNLINKED).progress).toMatchObject({ reason: "study-unlinked", before });
  });

  test("says so once, however many studies it lost", () => {
    const news = COMMANDS["report-unlinked-study"];
    const other = { ...news, eventId: "01990000-0000-7000-8000-00000000e002" };
    expect(when(news, ...inReview, UNLINKED)).toEqual({ outcome: "refused", code: "already-done" });
    expect(when(other, ...inReview, UNLINKED)).toEqual({ outcome: "refused", code: "in-review" });
  });

  test("is not asked about again when the same news comes after a person has decided", () => {
    const decided = { type: "order.retried", attempt: 2, reason: "cause-mended" } as const;
    const news = COMMANDS["report-unlinked-study"];
    expect(when(news, ...inReview, UNLINKED, decided)).toEqual({ outcome: "refused", code: "already-done" });
    const other = { ...news, eventId: "01990000-0000-7000-8000-00000000e002" };
    expect(when(other, ...inReview, UNLINKED, decided)).toEqual(then({ ...UNLINKED, unlink: other.eventId }));
  });

  test("is undone all the same, when it was being undone", () => {
    const undoing = [...(HISTORY["COMPENSATING"] ?? []), stuck];
    const refused = when(COMMANDS["report-unlinked-study"], ...undoing);
    expect(refused).toEqual({ outcome: "refused", code: "compensating" });
  });
});

describe("runs that die", () => {
  const again = (order: Order, times: number): Order =>
    Array.from({ length: times }).reduce<Order>((next) => {
      const decision = decide({ type: "start-attempt", attempt: next.attempt + 1 }, next);
      return decision.outcome === "event" ? evolve(next, decision.event) : next;
    }, order);

  test("are followed by the next number, each once", () => {
    expect(given(restarted(2)).attempt).toBe(2);
    expect(when({ type: "start-attempt", attempt: 2 }, restarted(2))).toMatchObject({ code: "already-done" });
  });

  test("are given up after five that got nothing done", () => {
    expect(again(given(...(HISTORY["LINKED"] ?? [])), MAX_DEATHS).progress.status).toBe("AWAITING_STUDY");
    expect(again(given(...(HISTORY["LINKED"] ?? [])), MAX_DEATHS + 1).progress).toMatchObject({
      status: "NEEDS_REVIEW",
      reason: "saga-keeps-dying",
    });
  });

  test("are not counted when one got something done, or waited", () => {
    expect(given(restarted(2), waiting).deaths).toBe(0);
    expect(given(restarted(2), cancelAsked).deaths).toBe(1);
    expect(again(given(waiting), 3 * MAX_DEATHS)).toMatchObject({ attempt: 3 * MAX_DEATHS + 1, deaths: 0 });
  });
});
