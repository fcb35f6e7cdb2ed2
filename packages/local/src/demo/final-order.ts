import { getOrder, type OrderWithTimeline } from "@accession/cli/client/orders";
import { waitUntil } from "../engine/wait-until.ts";
import type { DemoContext } from "./demo-context.ts";

const FINAL = new Set(["COMPLETED", "FAILED", "CANCELLED", "NEEDS_REVIEW"]);

/** Waits until the saga is over. */
export function whenFinal(
  { api, signal }: Pick<DemoContext, "api" | "signal">,
  id: string,
): Promise<OrderWithTimeline> {
  return waitUntil(`order ${id} is final`, 120_000, async () => {
    signal.throwIfAborted();
    const order = await getOrder(api, id);
    return FINAL.has(order.status) ? order : undefined;
  });
}

/** Prints what became of an order, step by step, with the time since it was placed. */
export function printTimeline({ progress }: DemoContext, order: OrderWithTimeline): void {
  const placed = Date.parse(order.placedAt);
  progress.line(`      ${order.id} ${order.status}${order.reason === undefined ? "" : ` (${order.reason})`}`);
  for (const entry of order.timeline) {
    const after = `+${((Date.parse(entry.at) - placed) / 1000).toFixed(2)} s`;
    progress.line(`      ${after.padStart(9)}  ${entry.type.padEnd(24)} ${entry.status}`);
  }
}
