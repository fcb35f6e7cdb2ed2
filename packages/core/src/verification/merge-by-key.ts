import { compareKeys } from "./order-of-keys.ts";

/** Everything that both sides have under one key. */
export interface KeyGroup<Left, Right> {
  readonly key: string;
  readonly left: readonly Left[];
  readonly right: readonly Right[];
}

interface Keyed {
  readonly key: string;
}

/**
 * Goes through two streams that are ordered by key, side by side. It holds one key of each at a time, so its memory does
 * not grow with the streams, but with the most that one key has. Throws when a stream is out of order: whatever was said
 * of it would be wrong.
 */
export async function* mergeByKey<Left extends Keyed, Right extends Keyed>(
  left: AsyncIterable<Left>,
  right: AsyncIterable<Right>,
): AsyncGenerator<KeyGroup<Left, Right>, void, undefined> {
  const lefts = groups(left);
  const rights = groups(right);
  try {
    let one = await lefts.next();
    let other = await rights.next();
    while (one.done !== true || other.done !== true) {
      const order =
        one.done === true ? 1 : other.done === true ? -1 : compareKeys(one.value.key, other.value.key);
      const key = order <= 0 ? one.value?.key : other.value?.key;
      yield {
        key: key ?? "",
        left: order <= 0 ? (one.value?.items ?? []) : [],
        right: order >= 0 ? (other.value?.items ?? []) : [],
      };
      if (order <= 0) one = await lefts.next();
      if (order >= 0) other = await rights.next();
    }
  } finally {
    await Promise.all([lefts.return(), rights.return()]);
  }
}

async function* groups<Item extends Keyed>(
  stream: AsyncIterable<Item>,
): AsyncGenerator<{ key: string; items: Item[] }, void, undefined> {
  let group: { key: string; items: Item[] } | undefined;
  for await (const item of stream) {
    if (group?.key === item.key) {
      group.items.push(item);
      continue;
    }
    if (group !== undefined) {
      if (compareKeys(item.key, group.key) < 0) throw new Error("a stream is not in the order of its keys");
      yield group;
    }
    group = { key: item.key, items: [item] };
  }
  if (group !== undefined) yield group;
}
