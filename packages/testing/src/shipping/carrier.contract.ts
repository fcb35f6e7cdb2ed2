/** What every Carrier does for a good address, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { Carrier } from "@accession/core/shipping/carrier";
import { describe, expect, test } from "vitest";

export function carrierContract(
  make: () => Promise<{ readonly carrier: Carrier; readonly tenantId: string }>,
): void {
  const started = async () => {
    const { carrier, tenantId } = await make();
    const call = { tenantId, reference: randomUUID() };
    const createLabel = () =>
      carrier.createLabel({ ...call, parcel: { destination: "addr_main", pieces: 2 } });
    return { carrier, call, createLabel, find: () => carrier.findByReference(tenantId, call.reference) };
  };

  describe("Carrier", () => {
    test("makes one label per order", async () => {
      const { createLabel, find } = await started();
      const label = await createLabel();
      expect(label).toMatchObject({ outcome: "created", shipmentReference: expect.stringMatching(/.+/) });
      expect(await createLabel()).toEqual(label);
      expect(await find()).toEqual({ ...label, outcome: "labelled" });
    });

    test("takes the goods once there is a label, again without harm", async () => {
      const { carrier, call, createLabel, find } = await started();
      expect(await carrier.release(call)).toMatchObject({ outcome: "refused" });
      await createLabel();
      expect(await carrier.release(call)).toEqual({ outcome: "done" });
      expect(await carrier.release(call)).toEqual({ outcome: "done" });
      expect(await find()).toMatchObject({ outcome: "released" });
    });

    test("cancels before the goods leave, and not after", async () => {
      const { carrier, call, createLabel } = await started();
      await createLabel();
      expect(await carrier.cancel(call)).toEqual({ outcome: "done" });
      expect(await carrier.cancel(call)).toEqual({ outcome: "done" });
      expect(await carrier.release(call)).toMatchObject({ outcome: "refused" });
      const other = await started();
      await other.createLabel();
      await other.carrier.release(other.call);
      expect(await other.carrier.cancel(other.call)).toMatchObject({ outcome: "refused" });
    });

    test("refuses a label that comes after its cancel", async () => {
      const { carrier, call, createLabel } = await started();
      await carrier.cancel(call);
      expect(await createLabel()).toMatchObject({ outcome: "refused" });
    });

    test("is sure when it never saw an order", async () => {
      const { find } = await started();
      expect(await find()).toEqual({ outcome: "absent" });
    });
  });
}
