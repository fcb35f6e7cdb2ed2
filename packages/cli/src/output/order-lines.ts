import type { OrderWithTimeline } from "../client/orders.ts";
import { fieldLines, Table } from "./table.ts";

/** An order for people: its fields, its lines, its timeline. */
export function orderLines(order: OrderWithTimeline): string[] {
  const lines = new Table<OrderWithTimeline["lines"][number]>([
    { title: "SKU", value: (line) => line.sku },
    { title: "QUANTITY", value: (line) => line.quantity, align: "right" },
    { title: "UNIT PRICE", value: (line) => moneyText(line.unitPrice), align: "right" },
  ]);
  const timeline = new Table<OrderWithTimeline["timeline"][number]>([
    { title: "AT", value: (entry) => entry.at },
    { title: "EVENT", value: (entry) => entry.type },
    { title: "STATUS", value: (entry) => entry.status },
    { title: "REASON", value: (entry) => entry.reason },
    { title: "CORRELATION ID", value: (entry) => entry.correlationId },
  ]);
  return [
    ...fieldLines({
      Order: order.id,
      Kind: order.kind,
      Status: order.status,
      Reason: order.reason,
      Total: moneyText(order.total),
      Placed: order.placedAt,
    }),
    "",
    ...lines.lines(order.lines),
    "",
    ...timeline.lines(order.timeline),
  ];
}

/** `{ amount: 1999, currency: "EUR" }` → `19.99 EUR`, with as many decimals as ISO 4217 gives the currency. */
export function moneyText({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
