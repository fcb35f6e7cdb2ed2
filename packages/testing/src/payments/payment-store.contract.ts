/** What every PaymentStore does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { OutboxStore } from "@accession/core/outbox/outbox-store";
import type { Payment } from "@accession/core/payments/payment";
import { capturedEvent } from "@accession/core/payments/payment-events";
import type { PaymentStore } from "@accession/core/payments/payment-store";
import { describe, expect, test } from "vitest";
import { META } from "../orders/goods-order.ts";
import { SettableClock } from "../settable-clock.ts";

const AT = "2026-11-21T08:00:00.000Z";
const UNTIL = "2026-11-28T08:00:00.000Z";

export function paymentStoreContract(
  make: () => Promise<{
    readonly store: PaymentStore;
    readonly outbox: OutboxStore;
    readonly tenantId: string;
  }>,
): void {
  const begun = async () => {
    const { store, outbox, tenantId } = await make();
    const intended: Payment = {
      tenantId,
      orderId: randomUUID(),
      paymentId: randomUUID(),
      version: 1,
      status: "intended",
      amount: { amount: 2950, currency: "EUR" },
      gateway: "sandbox",
    };
    const payment = await store.ensure(intended);
    const attemptId = randomUUID();
    await store.recordAttempt(payment, {
      attemptId,
      operation: "authorize",
      idempotencyKey: "k",
      startedAt: AT,
    });
    const result = { attemptId, outcome: "succeeded", finishedAt: AT } as const;
    const authorized: Payment = { ...payment, version: 2, status: "authorized", authorizedUntil: UNTIL };
    return { store, outbox, intended, payment, authorized, result };
  };

  describe("PaymentStore", () => {
    test("makes one payment per order", async () => {
      const { store, intended } = await begun();
      const again = await store.ensure({ ...intended, paymentId: randomUUID(), status: "voided" });
      expect(again).toEqual(intended);
      expect(await store.find(intended.tenantId, intended.orderId)).toEqual(intended);
      expect(await store.find(intended.tenantId, randomUUID())).toBeUndefined();
    });

    test("settles a version once", async () => {
      const { store, authorized, result } = await begun();
      expect(await store.settle({ payment: authorized, result })).toBe(true);
      expect(await store.settle({ payment: { ...authorized, status: "voided" }, result })).toBe(false);
      expect(await store.find(authorized.tenantId, authorized.orderId)).toEqual(authorized);
    });

    test("writes the event with what it tells of, once", async () => {
      const { store, outbox, authorized, result } = await begun();
      const stamp = {
        clock: new SettableClock(),
        ids: { next: () => randomUUID() },
        homeRegion: "eu-central-1",
      };
      const event = capturedEvent(stamp, META, authorized);
      const late = capturedEvent(stamp, META, authorized);
      await store.settle({ payment: authorized, result, outgoing: event });
      await store.settle({ payment: authorized, result, outgoing: late });
      const { tenantId } = authorized;
      expect(await outbox.load(tenantId, [event.envelope.id, late.envelope.id])).toEqual([event]);
    });

    test("takes an unknown outcome and leaves the payment as it is", async () => {
      const { store, payment, result } = await begun();
      await store.recordUnknown(payment, { ...result, outcome: "unknown" });
      expect(await store.find(payment.tenantId, payment.orderId)).toEqual(payment);
    });
  });
}
