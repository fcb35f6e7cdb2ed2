/** What all PickLists do, whatever they are made of. */
import { randomUUID } from "node:crypto";
import type { PickLists } from "@accession/core/inventory/pick-list";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString();
const LINES = [{ sku: "GLOVES-M", quantity: 2 }];

export function pickListsContract(makeLists: () => Promise<PickLists>): void {
  const all = async (lists: PickLists, tenantId: string) => {
    const states = ["open", "picked", "withdrawn"] as const;
    const pages = await Promise.all(states.map((state) => lists.list(tenantId, state, { limit: 100 })));
    return pages.flatMap(({ items }) => items);
  };

  describe("PickLists", () => {
    test("open a list once, and have it picked once", async () => {
      const lists = await makeLists();
      const [tenantId, orderId] = [randomUUID(), randomUUID()];
      const list = { orderId, lines: LINES, reservedAt: at(0) };
      await lists.open(tenantId, list);
      expect(await all(lists, tenantId)).toEqual([{ ...list, state: "open" }]);
      const picked = { ...list, state: "picked", pickedAt: at(1) };
      expect(await lists.pick(tenantId, orderId, at(1))).toEqual(picked);
      expect(await lists.pick(tenantId, orderId, at(2))).toEqual(picked);
      await lists.open(tenantId, { ...list, reservedAt: at(3) });
      expect(await all(lists, tenantId)).toEqual([picked]);
    });

    test("refuse to have picked what is not there, or not to be picked any more", async () => {
      const lists = await makeLists();
      const [tenantId, orderId] = [randomUUID(), randomUUID()];
      const notFound = { code: "pick-list.not-found" };
      await expect(lists.pick(tenantId, orderId, at(1))).rejects.toMatchObject(notFound);
      await lists.open(tenantId, { orderId, lines: LINES, reservedAt: at(0) });
      await expect(lists.pick(randomUUID(), orderId, at(1))).rejects.toMatchObject(notFound);
      await lists.withdraw(tenantId, orderId, at(1));
      await expect(lists.pick(tenantId, orderId, at(2))).rejects.toMatchObject({
        code: "pick-list.withdrawn",
      });
    });

    test("keep a withdrawn list withdrawn, in whatever order and however often they are told", async () => {
      const lists = await makeLists();
      const told = fc.constantFrom("open", "withdraw", "pick");
      await fc.assert(
        fc.asyncProperty(fc.array(told, { maxLength: 6 }), async (commands) => {
          const [tenantId, orderId] = [randomUUID(), randomUUID()];
          for (const [minute, command] of commands.entries()) {
            if (command === "open")
              await lists.open(tenantId, { orderId, lines: LINES, reservedAt: at(minute) });
            if (command === "withdraw") await lists.withdraw(tenantId, orderId, at(minute));
            // Refused as often as not.
            if (command === "pick") await lists.pick(tenantId, orderId, at(minute)).catch(() => undefined);
          }
          const [list] = await all(lists, tenantId);
          const [opened, withdrawn] = [commands.indexOf("open"), commands.indexOf("withdraw")];
          if (opened === -1 || (withdrawn !== -1 && withdrawn < opened)) {
            expect(list).toBeUndefined();
            return;
          }
          const picked = commands.indexOf("pick", opened);
          const inTime = picked !== -1 && (withdrawn === -1 || picked < withdrawn);
          expect(list).toEqual({
            orderId,
            lines: LINES,
            reservedAt: at(opened),
            state: withdrawn !== -1 ? "withdrawn" : inTime ? "picked" : "open",
            ...(inTime && { pickedAt: at(picked) }),
            ...(withdrawn !== -1 && { withdrawnAt: at(withdrawn) }),
          });
        }),
        { numRuns: 25 },
      );
    });

    test("list by state and page, the oldest order first", async () => {
      const lists = await makeLists();
      const tenantId = randomUUID();
      const orders = Array.from({ length: 5 }, (_, index) => `01990000-0000-7000-8000-00000000000${index}`);
      for (const orderId of orders.toReversed())
        await lists.open(tenantId, { orderId, lines: LINES, reservedAt: at(0) });
      await lists.pick(tenantId, orders[2] ?? "", at(1));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await lists.list(tenantId, "open", { limit: 2, cursor });
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ orderId }) => orderId));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(orders.filter((_, index) => index !== 2));
      await expect(lists.list(tenantId, "open", { limit: 2, cursor: "not ours" })).rejects.toMatchObject({
        code: "request.invalid-cursor",
      });
    });
  });
}
