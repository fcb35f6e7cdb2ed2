import type { Money } from "@accession/events/money";
import type { GoodsLine } from "./order.ts";

/** So many of one article. */
export interface SkuQuantity {
  readonly sku: string;
  readonly quantity: number;
}

/** The lines' quantities by article, sorted: a transaction may touch an item once only. */
export function quantitiesBySku(lines: readonly GoodsLine[]): SkuQuantity[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

/** The sum of the lines, which are all in the currency of the first. */
export function totalOf(lines: readonly [GoodsLine, ...GoodsLine[]]): Money {
  return {
    amount: lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0),
    currency: lines[0].unitPrice.currency,
  };
}
