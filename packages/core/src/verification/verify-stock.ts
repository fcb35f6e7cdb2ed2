/** What is in stock is what came in, less what left and what is held. */
import type { ReservationState } from "../inventory/stock.ts";
import type { Finding } from "./judge-index.ts";
import { PortionBuilder } from "./portion-builder.ts";
import type { Portion } from "./verification.ts";

export interface Article {
  readonly tenantId: string;
  readonly sku: string;
}

/** The ledger of one article. */
export interface StockSum extends Article {
  readonly available: number;
  readonly reserved: number;
  /** The sum of all movements. */
  readonly moved: number;
  /** Quantities of its reservations, by their state. */
  readonly reservations: Readonly<Record<ReservationState, number>>;
}

export interface StockReading {
  /** Articles of a tenant, or of all, in the store's own order. */
  articles(
    tenantId: string | undefined,
    cursor: string | undefined,
  ): Promise<{ readonly articles: readonly Article[]; readonly cursor: string | undefined }>;
  /** Undefined when it changes so often that it cannot be added up. */
  sum(article: Article): Promise<StockSum | undefined>;
}

export function judgeStock(stock: StockSum): Finding | undefined {
  const { available, reserved, moved, reservations, sku } = stock;
  const { held, fulfilled } = reservations;
  if (available === moved - held - fulfilled && reserved === held) return undefined;
  return {
    law: "stock-adds-up",
    problem: "sum-differs",
    subject: { kind: "article", id: sku },
    facts: { available, reserved, moved, held, fulfilled },
  };
}

/** Adds up one portion of the articles. A change takes its movement or reservation along, so it holds at any time. */
export async function verifyStock(
  stock: StockReading,
  request: { readonly tenantId: string | undefined; readonly cursor: string | undefined },
): Promise<Portion> {
  const { articles, cursor } = await stock.articles(request.tenantId, request.cursor);
  const found = new PortionBuilder();
  for (const article of articles) {
    const sum = await stock.sum(article);
    if (sum === undefined) {
      found.count("articles in motion");
      continue;
    }
    found.checked("stock-adds-up");
    const finding = judgeStock(sum);
    if (finding !== undefined) found.report([{ ...finding, tenantId: article.tenantId }]);
  }
  return found.end(cursor);
}
