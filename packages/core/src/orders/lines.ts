import type { Money } from "@accession/events/money";
import type { ExpectedProcedure } from "../matching/study-waits.ts";
import type { GoodsDetails, GoodsLine, ImagingDetails, ImagingLine, Order } from "./order.ts";

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

/** The sum of goods lines, which are all in the currency of the first. */
export function totalOf(lines: readonly [GoodsLine, ...GoodsLine[]]): Money {
  return {
    amount: lines.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0),
    currency: lines[0].unitPrice.currency,
  };
}

/** The sum of imaging lines, which are all in the currency of the first. */
export function totalOfImaging(lines: readonly [ImagingLine, ...ImagingLine[]]): Money {
  return {
    amount: lines.reduce((sum, line) => sum + line.price.amount, 0),
    currency: lines[0].price.currency,
  };
}

/** The goods of an order. A step that asks for them of an imaging order is wired wrongly, and throws. */
export function goodsOf(order: Order): GoodsDetails {
  if (order.details.kind !== "goods") throw new Error("an imaging order has no goods");
  return order.details;
}

/** The procedures of an order. A step that asks for them of an order of goods is wired wrongly, and throws. */
export function imagingOf(order: Order): ImagingDetails {
  if (order.details.kind !== "imaging") throw new Error("an order of goods has no procedures");
  return order.details;
}

/** What an imaging order waits for. */
export function proceduresOf({ lines }: ImagingDetails): ExpectedProcedure[] {
  return lines.map(({ price: _price, ...procedure }, index) => ({ ...procedure, line: index + 1 }));
}
