import { InMemoryNoticeStore } from "@accession/testing/notifications/in-memory-notice-store";
import { goodsRequest, META, orderTestContext, TENANT } from "@accession/testing/orders/goods-order";
import { beforeEach, describe, expect, test } from "vitest";
import { placeOrder } from "../orders/place-order.ts";
import type { OrderNews } from "./messages-about.ts";
import type { Message, SendResult } from "./messenger.ts";
import { type GivenNotificationSettings, notificationSettingsSchema } from "./notification-settings.ts";
import { notifyOfOrder } from "./notify-of-order.ts";

const CUSTOMER = { email: "ward@clinic.example", phone: "+493012345678" };
const OPERATORS = { email: ["a@clinic.example", "b@clinic.example"], phone: ["+493087654321"] };

let orders: ReturnType<typeof orderTestContext>;
let notices: InMemoryNoticeStore;
let sent: Message[];
let results: (SendResult | Error)[];
let settings: GivenNotificationSettings;
let orderId: string;

beforeEach(async () => {
  orders = orderTestContext();
  notices = new InMemoryNoticeStore();
  sent = [];
  results = [];
  settings = { operators: OPERATORS };
  const request = goodsRequest({ notify: CUSTOMER });
  const placed = await placeOrder(orders, { tenantId: TENANT, meta: META, request, requestKey: "1" });
  orderId = placed.order.details.orderId;
});

const tell = (type: OrderNews["type"], changes: Partial<OrderNews> = {}) =>
  notifyOfOrder(
    {
      ...orders,
      notices,
      settings: { of: async () => notificationSettingsSchema.parse(settings) },
      messenger: {
        send: async (message) => {
          const result = results.shift() ?? { outcome: "sent", reference: `m-${sent.length}` };
          if (result instanceof Error) throw result;
          sent.push(message);
          return result;
        },
      },
    },
    { type, tenantId: TENANT, orderId, version: 7, reason: "out-of-stock", ...changes },
  );
const states = async () => (await notices.list(TENANT, orderId)).map(({ name, state }) => `${name} ${state}`);
const to = () => sent.map((message) => message.to);

describe("who is told", () => {
  test.each(["order.completed", "order.failed", "order.cancelled"] as const)(
    "of %s the customer, by both channels",
    async (type) => {
      expect(await tell(type)).toMatchObject({ sent: 2 });
      expect(to()).toEqual([CUSTOMER.email, CUSTOMER.phone]);
      for (const { text } of sent) expect(text).toContain(`ord_${orderId}`);
    },
  );

  test("of a review the operators, and not the customer", async () => {
    await tell("order.needs-review");
    expect(to()).toEqual([...OPERATORS.email, ...OPERATORS.phone]);
  });

  test("of what the tenant wants them to hear the operators too", async () => {
    settings = { operators: { ...OPERATORS, about: ["order.failed"] } };
    await tell("order.failed");
    expect(to()).toEqual([CUSTOMER.email, CUSTOMER.phone, ...OPERATORS.email, ...OPERATORS.phone]);
    expect(await tell("order.needs-review")).toMatchObject({ sent: 0 });
  });

  test("with the tenant's own words", async () => {
    settings = { templates: { "order.failed": { subject: "Leider: {{orderId}}", sms: "Nein: {{reason}}" } } };
    await tell("order.failed");
    expect(sent).toMatchObject([
      { subject: `Leider: ord_${orderId}`, text: expect.stringContaining("could not be fulfilled") },
      { text: "Nein: out-of-stock" },
    ]);
  });

  test("no order, no message", async () => {
    const nobody = "01990000-0000-7000-8000-00000000ffff";
    await expect(tell("order.failed", { orderId: nobody })).rejects.toMatchObject({
      code: "order.not-found",
    });
  });
});

describe("once", () => {
  test("however often the event comes, side by side too", async () => {
    await Promise.allSettled(Array.from({ length: 5 }, () => tell("order.completed")));
    orders.clock.advance(3600);
    await tell("order.completed", { version: 9 });
    expect(to().toSorted()).toEqual([CUSTOMER.phone, CUSTOMER.email]);
  });

  test("for each review of an order", async () => {
    settings = { operators: { email: ["a@clinic.example"] } };
    for (const version of [7, 7, 12]) await tell("order.needs-review", { version });
    expect(await states()).toEqual([
      "order.needs-review.12.email.operators.1 sent",
      "order.needs-review.7.email.operators.1 sent",
    ]);
  });
});

describe("when a message does not get out", () => {
  test("an address that nobody can write to becomes a record, and holds up nobody", async () => {
    results = [{ outcome: "rejected", reason: "MessageRejected" }];
    expect(await tell("order.failed")).toEqual({ sent: 1, rejected: 1, unknown: 0, again: 0 });
    expect(await states()).toEqual([
      "order.failed.email.customer rejected",
      "order.failed.sms.customer sent",
    ]);
    expect(await tell("order.failed")).toMatchObject({ rejected: 1, sent: 1 });
    expect(sent).toHaveLength(2);
  });

  test("a throttled one is tried again, alone", async () => {
    results = [{ outcome: "busy", reason: "TooManyRequestsException" }];
    await expect(tell("order.failed")).rejects.toMatchObject({ code: "notice.not-sent" });
    expect(await tell("order.failed")).toMatchObject({ sent: 2 });
    expect(to()).toEqual([CUSTOMER.email, CUSTOMER.phone, CUSTOMER.email]);
  });

  test("the customer is not told twice when nobody knows whether he was", async () => {
    results = [{ outcome: "unknown", reason: "TimeoutError" }];
    expect(await tell("order.failed")).toMatchObject({ unknown: 1, sent: 1 });
    orders.clock.advance(600);
    expect(await tell("order.failed")).toMatchObject({ unknown: 1, sent: 1 });
    expect(sent).toHaveLength(2);
  });

  test("operators are, as a review must not be missed", async () => {
    settings = { operators: { email: ["a@clinic.example"] } };
    results = [{ outcome: "unknown", reason: "TimeoutError" }];
    await expect(tell("order.needs-review")).rejects.toMatchObject({ code: "notice.not-sent" });
    expect(await tell("order.needs-review")).toMatchObject({ sent: 1 });
  });

  test.each([
    ["order.failed", { unknown: 1 }, 1],
    ["order.needs-review", { sent: 1 }, 2],
  ] as const)(
    "a run that died while it sent is not taken over at once: %s",
    async (type, expected, tries) => {
      settings = { operators: { email: ["a@clinic.example"] } };
      // The record says pending from here on.
      results = [new Error("the function was ended")];
      await expect(tell(type)).rejects.toThrow("ended");
      await expect(tell(type)).rejects.toMatchObject({ code: "notice.not-sent" });
      orders.clock.advance(91);
      expect(await tell(type)).toMatchObject(expected);
      expect(sent.filter(({ channel }) => channel === "email")).toHaveLength(tries - 1);
    },
  );
});
