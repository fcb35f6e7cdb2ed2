/** What every InventoryStore does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { InventoryStore, ReservationRequest } from "@accession/core/inventory/inventory-store";
import { describe, expect, test } from "vitest";

const AT = "2026-11-21T08:00:00.000Z";

export function inventoryStoreContract(makeStore: () => Promise<InventoryStore>): void {
  const count = () => ({ id: randomUUID(), at: AT, actor: "user-1" });

  /** A tenant of its own with 10 of A and 5 of B. */
  const stocked = async () => {
    const store = await makeStore();
    const tenantId = randomUUID();
    await store.set(tenantId, "A", 10, 0, count());
    await store.set(tenantId, "B", 5, 0, count());
    const of = async (sku: string) => {
      const stock = await store.get(tenantId, sku);
      return [stock?.available, stock?.reserved];
    };
    const request = (a: number, b: number, orderId = randomUUID()): ReservationRequest => ({
      tenantId,
      orderId,
      lines: [
        { sku: "A", quantity: a },
        { sku: "B", quantity: b },
      ],
      at: AT,
    });
    return { store, tenantId, of, request };
  };

  describe("InventoryStore", () => {
    test("holds all lines, once per order", async () => {
      const { store, of, request } = await stocked();
      const order = request(3, 5);
      expect(await store.reserve(order)).toEqual({ outcome: "held" });
      expect(await store.reserve(order)).toEqual({ outcome: "held" });
      expect([await of("A"), await of("B")]).toEqual([
        [7, 3],
        [0, 5],
      ]);
    });

    test("holds nothing when one line is short, and names it", async () => {
      const { store, of, request } = await stocked();
      expect(await store.reserve(request(3, 6))).toEqual({ outcome: "out-of-stock", skus: ["B"] });
      expect([await of("A"), await of("B")]).toEqual([
        [10, 0],
        [5, 0],
      ]);
    });

    test("knows no stock of an article that was never recorded", async () => {
      const { store, tenantId } = await stocked();
      expect(await store.get(tenantId, "C")).toBeUndefined();
      const request = { tenantId, orderId: randomUUID(), lines: [{ sku: "C", quantity: 1 }], at: AT };
      expect(await store.reserve(request)).toEqual({ outcome: "out-of-stock", skus: ["C"] });
    });

    test("gives back once, and refuses a reserve that comes late", async () => {
      const { store, of, request } = await stocked();
      const order = request(3, 2);
      await store.reserve(order);
      await store.release(order);
      await store.release(order);
      expect(await of("A")).toEqual([10, 0]);
      expect(await store.reserve(order)).toEqual({ outcome: "released" });
      expect(await of("A")).toEqual([10, 0]);
    });

    test("leaves a tombstone when nothing was held", async () => {
      const { store, of, request } = await stocked();
      const order = request(3, 2);
      await store.release(order);
      expect(await store.reserve(order)).toEqual({ outcome: "released" });
      expect(await of("A")).toEqual([10, 0]);
    });

    test("lets held stock leave once, and never gives it back", async () => {
      const { store, of, request } = await stocked();
      const order = request(3, 2);
      await store.reserve(order);
      await store.fulfil(order);
      await store.fulfil(order);
      await store.release(order);
      expect([await of("A"), await of("B")]).toEqual([
        [7, 0],
        [3, 0],
      ]);
    });

    test("lets nothing leave that is not held", async () => {
      const { store, request } = await stocked();
      await expect(store.fulfil(request(1, 1))).rejects.toThrow("not held");
    });

    test("sells no more than there is, under contention, and calls nothing out of stock that is not", async () => {
      const { store, of, request } = await stocked();
      const results = await Promise.all(Array.from({ length: 12 }, () => store.reserve(request(1, 1))));
      expect(results.filter(({ outcome }) => outcome === "held")).toHaveLength(5);
      expect([await of("A"), await of("B")]).toEqual([
        [5, 5],
        [0, 5],
      ]);
    });

    test("keeps tenants apart", async () => {
      const { store } = await stocked();
      expect(await store.get(randomUUID(), "A")).toBeUndefined();
    });

    test("is set on the version that the caller saw", async () => {
      const { store, tenantId, of } = await stocked();
      const seen = await store.get(tenantId, "A");
      const set = await store.set(tenantId, "A", 4, seen?.version ?? -1, count());
      expect(set).toEqual({ sku: "A", available: 4, reserved: 0, version: (seen?.version ?? 0) + 1 });
      await expect(store.set(tenantId, "A", 9, seen?.version ?? -1, count())).rejects.toMatchObject({
        code: "inventory.version-mismatch",
      });
      await expect(store.set(tenantId, "A", 9, 0, count())).rejects.toMatchObject({
        code: "inventory.version-mismatch",
      });
      expect(await of("A")).toEqual([4, 0]);
    });

    test("moves once per movement, and not below nothing", async () => {
      const { store, tenantId } = await stocked();
      const movement = { ...count(), kind: "received", quantity: 7 } as const;
      await store.move(tenantId, "A", movement);
      expect(await store.move(tenantId, "A", movement)).toMatchObject({ available: 17 });
      await expect(
        store.move(tenantId, "A", { ...count(), kind: "lost", quantity: -18 }),
      ).rejects.toMatchObject({ code: "inventory.insufficient" });
      expect(await store.move(tenantId, "A", { ...count(), kind: "lost", quantity: -17 })).toMatchObject({
        available: 0,
      });
      expect(await store.move(tenantId, "NEW", { ...count(), kind: "received", quantity: 2 })).toEqual({
        sku: "NEW",
        available: 2,
        reserved: 0,
        version: 1,
      });
    });
  });
}
