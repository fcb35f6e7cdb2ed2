import type { SkuQuantity } from "../orders/lines.ts";
import type { Movement, Stock } from "./stock.ts";

/** Which order holds the stock, and how much of each article: each article once, sorted. */
export interface ReservationRequest {
  readonly tenantId: string;
  readonly orderId: string;
  readonly lines: readonly SkuQuantity[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type ReserveResult =
  /** All lines are held, now or since an earlier call. */
  | { readonly outcome: "held" }
  /** Nothing was held: of these articles there is not enough. */
  | { readonly outcome: "out-of-stock"; readonly skus: readonly string[] }
  /** The order gave its stock back before, or never may have it: the tombstone stands. */
  | { readonly outcome: "released" };

/**
 * Stock of one tenant's articles. Every method is idempotent and all or nothing. They throw `store.unavailable`
 * (retryable) when the store is busy or away: contention is never reported as "out of stock".
 */
export interface InventoryStore {
  reserve(request: ReservationRequest): Promise<ReserveResult>;
  /** Gives held stock back, and leaves a tombstone when nothing was held. Stock that has left stays away. */
  release(request: ReservationRequest): Promise<void>;
  /** The goods have left: what was held is gone for good. Throws when it is not held and was not fulfilled. */
  fulfil(request: ReservationRequest): Promise<void>;
  get(tenantId: string, sku: string): Promise<Stock | undefined>;
  /**
   * Sets what is available, and writes the difference to the ledger. `expectedVersion` 0 means "must not exist".
   * Throws StockVersionMismatch.
   */
  set(
    tenantId: string,
    sku: string,
    available: number,
    expectedVersion: number,
    movement: StockCount,
  ): Promise<Stock>;
  /** Adds a movement to the ledger and to what is available. The same id again changes nothing. Throws InsufficientStock. */
  move(tenantId: string, sku: string, movement: Movement): Promise<Stock>;
}

/** Who counted, when, under which id. */
export type StockCount = Pick<Movement, "id" | "at" | "actor">;
