/** What every DeadLetterStore does, whatever it is made of. */
import type { DeadLetterStore } from "@accession/core/operations/dead-letter";
import { describe, expect, test } from "vitest";

export interface DeadLettersUnderTest {
  readonly store: DeadLetterStore;
  /** A queue that returns to a work queue. */
  readonly queue: string;
  put(body: string): Promise<void>;
  /** Bodies that came to the work queue. */
  returned(): Promise<readonly string[]>;
}

export function deadLetterStoreContract(make: () => Promise<DeadLettersUnderTest>): void {
  describe("DeadLetterStore", () => {
    test("hides what it hands out, and shows it again when it is released", async () => {
      const { store, queue, put } = await make();
      await put("one");
      const letters = await store.receive(queue);
      expect(letters.map(({ body }) => body)).toEqual(["one"]);
      expect(await store.receive(queue)).toEqual([]);
      expect(await store.count(queue)).toEqual({ waiting: 0, inFlight: 1 });
      await store.release(queue, letters);
      expect(await store.count(queue)).toEqual({ waiting: 1, inFlight: 0 });
      const [again] = await store.receive(queue);
      expect(again?.id).toBe(letters[0]?.id);
      expect(again?.receiveCount).toBe((letters[0]?.receiveCount ?? 0) + 1);
      expect(again?.sentAt).toEqual(letters[0]?.sentAt);
    });

    test("sends back to the work queue, and keeps the letter until it is deleted", async () => {
      const { store, queue, put, returned } = await make();
      await put("one");
      await put("two");
      const letters = await store.receive(queue);
      expect(letters).toHaveLength(2);
      const ids = new Set(letters.map(({ id }) => id));
      expect(await store.sendBack(queue, letters)).toEqual(ids);
      expect(await store.count(queue)).toEqual({ waiting: 0, inFlight: 2 });
      expect(await store.delete(queue, letters)).toEqual(ids);
      expect(await store.count(queue)).toEqual({ waiting: 0, inFlight: 0 });
      expect([...(await returned())].sort()).toEqual(["one", "two"]);
    });

    test("hands out ten at once", async () => {
      const { store, queue, put } = await make();
      for (let index = 0; index < 12; index++) await put(`letter ${index}`);
      expect(await store.receive(queue)).toHaveLength(10);
      expect(await store.receive(queue)).toHaveLength(2);
    });

    test("deletes nothing by the handle of an earlier receive that was released", async () => {
      const { store, queue, put } = await make();
      await put("one");
      const first = await store.receive(queue);
      await store.release(queue, first);
      const second = await store.receive(queue);
      expect(await store.delete(queue, first)).toEqual(new Set());
      expect(await store.delete(queue, second)).toEqual(new Set(second.map(({ id }) => id)));
    });
  });
}
