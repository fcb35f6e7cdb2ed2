import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type KeyGroup, mergeByKey } from "./merge-by-key.ts";
import { compareKeys } from "./order-of-keys.ts";

interface Item {
  readonly key: string;
  readonly n: number;
}
const key = fc.string({ unit: "binary", maxLength: 3 });
const items = fc
  .array(fc.record({ key, n: fc.nat() }))
  .map((list) => list.toSorted((a, b) => compareKeys(a.key, b.key)));

async function* stream<Value>(values: readonly Value[]): AsyncGenerator<Value, void, undefined> {
  yield* values;
}
async function all(left: readonly Item[], right: readonly Item[]) {
  const groups: KeyGroup<Item, Item>[] = [];
  for await (const group of mergeByKey(stream(left), stream(right))) groups.push(group);
  return groups;
}

it("orders keys as their bytes of UTF-8 are ordered", () => {
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(Math.sign(compareKeys(one, other))).toBe(
        Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other))),
      );
    }),
  );
});

describe("merging two streams", () => {
  it("brings each key once, in order, with everything that each side has", async () => {
    await fc.assert(
      fc.asyncProperty(items, items, async (left, right) => {
        const groups = await all(left, right);
        expect(groups.flatMap((group) => group.left)).toEqual(left);
        expect(groups.flatMap((group) => group.right)).toEqual(right);
        const keys = groups.map((group) => group.key);
        expect(keys).toEqual([...new Set([...left, ...right].map((item) => item.key))].sort(compareKeys));
        for (const group of groups)
          expect([...group.left, ...group.right].every((item) => item.key === group.key)).toBe(true);
      }),
    );
  });

  it("refuses a stream that is out of order, as a comparison with it would lie", async () => {
    const swapped = [
      { key: "b", n: 1 },
      { key: "a", n: 2 },
    ];
    await expect(all(swapped, [])).rejects.toThrow("order");
    await expect(all([], swapped)).rejects.toThrow("order");
  });

  it("asks no stream for more than it needs", async () => {
    let asked = 0;
    async function* endless() {
      for (;;) yield { key: `k${String(asked++).padStart(6, "0")}`, n: 0 };
    }
    for await (const group of mergeByKey(endless(), stream([]))) if (group.key === "k000003") break;
    expect(asked).toBeLessThan(8);
  });
});
