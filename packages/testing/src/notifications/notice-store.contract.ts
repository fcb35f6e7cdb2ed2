/** What every NoticeStore does, whatever it is made of. */
import { randomUUID } from "node:crypto";
import type { NoticeStore } from "@accession/core/notifications/notice";
import { describe, expect, test } from "vitest";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, seconds)).toISOString();

export function noticeStoreContract(makeStore: () => Promise<NoticeStore>): void {
  const newKey = (name = "order.failed.email.customer") => ({
    tenantId: randomUUID(),
    orderId: randomUUID(),
    name,
  });

  describe("NoticeStore", () => {
    test("lets one of many open a notice, and shows the others what it wrote", async () => {
      const store = await makeStore();
      const key = newKey();
      const tries = await Promise.all(
        Array.from({ length: 10 }, (_, index) => store.open(key, { state: "pending", startedAt: at(index) })),
      );
      expect(tries.filter((found) => found === undefined)).toHaveLength(1);
      const [found] = await store.list(key.tenantId, key.orderId);
      expect(tries.filter((one) => one !== undefined)).toEqual(
        Array.from({ length: 9 }, () => ({ state: "pending", startedAt: found?.startedAt })),
      );
    });

    test("moves a record on from what the caller saw, and from nothing else", async () => {
      const store = await makeStore();
      const key = newKey();
      const first = { state: "pending", startedAt: at(1) } as const;
      const second = { state: "pending", startedAt: at(2) } as const;
      await store.open(key, first);
      expect(await store.move(key, first, second)).toBe(true);
      expect(await store.move(key, first, { ...first, state: "sent" })).toBe(false);
      const sent = { ...second, state: "sent", endedAt: at(3), reference: "m-1" } as const;
      expect(await store.move(key, second, sent)).toBe(true);
      expect(await store.open(key, first)).toEqual(sent);
      expect(await store.move(newKey(), first, second)).toBe(false);
    });

    test("lists those of one order of one tenant, by name", async () => {
      const store = await makeStore();
      const key = newKey();
      const record = { state: "pending", startedAt: at(0) } as const;
      for (const name of ["b", "a"]) await store.open({ ...key, name }, record);
      await store.open({ ...key, tenantId: randomUUID() }, record);
      expect(await store.list(key.tenantId, key.orderId)).toEqual([
        { name: "a", ...record },
        { name: "b", ...record },
      ]);
    });
  });
}
