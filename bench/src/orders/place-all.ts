import { randomUUID } from "node:crypto";
import type { ApiClient } from "@accession/cli/client/api-client";
import { putStock } from "@accession/cli/client/inventory";
import { getOrder, placeOrder } from "@accession/cli/client/orders";
import { goodsOrder } from "@accession/local/demo/place-orders";
import { waitUntil } from "@accession/local/engine/wait-until";

/** What came of orders that were placed by several callers at a time. */
export interface Placed {
  readonly ids: readonly string[];
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Of each request, to its answer. */
  readonly requestMs: readonly number[];
  /** Of each order, from its placing to its completion, by its own history. */
  readonly completionMs: readonly number[];
}

const PATIENCE_MS = 300_000;

/** Places goods orders and waits until all are completed. */
export async function placeAll(api: ApiClient, count: number, callers: number): Promise<Placed> {
  const sku = `BENCH-${randomUUID().slice(0, 8)}`;
  await putStock(api, sku, count * 2, 0);
  const ids: string[] = [];
  const requestMs: number[] = [];
  const began = performance.now();
  let left = count;
  const call = async () => {
    while (left > 0) {
      left -= 1;
      const asked = performance.now();
      const { order } = await placeOrder(api, goodsOrder({ sku }), randomUUID());
      requestMs.push(performance.now() - asked);
      ids.push(order.id);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - began) / 1000;
  const completionMs: number[] = [];
  for (const id of ids) completionMs.push(await completion(api, id));
  return { ids, seconds, requestMs, completionMs };
}

function completion(api: ApiClient, id: string): Promise<number> {
  return waitUntil(
    `order ${id} is completed`,
    PATIENCE_MS,
    async () => {
      const { status, placedAt, timeline } = await getOrder(api, id);
      if (status !== "COMPLETED") return undefined;
      return Date.parse(timeline.at(-1)?.at ?? "") - Date.parse(placedAt);
    },
    1000,
  );
}
