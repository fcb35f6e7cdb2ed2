/** What every PaymentGateway does for a good card, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { PaymentGateway } from "@accession/core/payments/payment-gateway";
import { describe, expect, test } from "vitest";

const amount = { amount: 2950, currency: "EUR" } as const;

export function paymentGatewayContract(
  make: () => Promise<{ readonly gateway: PaymentGateway; readonly tenantId: string }>,
): void {
  const started = async () => {
    const { gateway, tenantId } = await make();
    const reference = randomUUID();
    const call = (operation: string) => ({
      tenantId,
      reference,
      idempotencyKey: `${reference}:${operation}`,
    });
    const authorize = () => gateway.authorize({ ...call("authorize"), amount, token: "tok_approve" });
    const find = () => gateway.findByReference(tenantId, reference);
    return { gateway, call, authorize, find };
  };

  describe("PaymentGateway", () => {
    test("authorizes for a time, and says the same when asked again", async () => {
      const { authorize, find } = await started();
      const first = await authorize();
      expect(first).toMatchObject({ outcome: "authorized", authorizedUntil: expect.stringMatching(/Z$/) });
      expect(await authorize()).toEqual(first);
      expect(await find()).toEqual(first);
    });

    test("captures what was authorized, once", async () => {
      const { gateway, call, authorize, find } = await started();
      await authorize();
      expect(await gateway.capture({ ...call("capture"), amount })).toEqual({ outcome: "captured" });
      expect(await gateway.capture({ ...call("capture"), amount })).toEqual({ outcome: "captured" });
      expect(await find()).toMatchObject({ outcome: "captured" });
    });

    test("captures nothing that was not authorized, or was voided", async () => {
      const { gateway, call, authorize } = await started();
      expect(await gateway.capture({ ...call("early"), amount })).toMatchObject({ outcome: "declined" });
      await authorize();
      await gateway.void(call("void"));
      expect(await gateway.capture({ ...call("late"), amount })).toMatchObject({ outcome: "declined" });
    });

    test("voids an authorization, again without harm", async () => {
      const { gateway, call, authorize, find } = await started();
      await authorize();
      expect(await gateway.void(call("void"))).toEqual({ outcome: "voided" });
      expect(await gateway.void(call("void"))).toEqual({ outcome: "voided" });
      expect(await find()).toEqual({ outcome: "voided" });
    });

    test("refuses an authorize that comes after its void", async () => {
      const { gateway, call, authorize } = await started();
      expect(await gateway.void(call("void"))).toEqual({ outcome: "voided" });
      expect(await authorize()).toMatchObject({ outcome: "declined" });
    });

    test("does not void what was captured; refunds it once", async () => {
      const { gateway, call, authorize } = await started();
      await authorize();
      await gateway.capture({ ...call("capture"), amount });
      expect(await gateway.void(call("void"))).toMatchObject({ outcome: "declined" });
      expect(await gateway.refund({ ...call("refund"), amount })).toEqual({ outcome: "refunded" });
      expect(await gateway.refund({ ...call("refund"), amount })).toEqual({ outcome: "refunded" });
    });

    test("is sure when it never saw a payment", async () => {
      const { find } = await started();
      expect(await find()).toEqual({ outcome: "absent" });
    });
  });
}
