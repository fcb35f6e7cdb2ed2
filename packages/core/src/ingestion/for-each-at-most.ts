/** Runs `work` for every item, at most `limit` at a time. Rejects as soon as one does. */
export async function forEachAtMost<Item>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // One iterator, shared: each worker takes the next item that nobody has.
  const remaining = items.values();
  await Promise.all(
    Array.from({ length: Math.min(limit, items.length) }, async () => {
      for (const item of remaining) await work(item);
    }),
  );
}
