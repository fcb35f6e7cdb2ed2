/** Stock of one article, and the ledger that explains it. */

/** The most of one article: far below what a double holds exactly. */
export const MAX_STOCK = 1_000_000_000;

/** What is in the warehouse: free to be sold, or held for orders. */
export interface Stock {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  /** Changes with every write; the ETag of the API. */
  readonly version: number;
}

/** Why stock changed by hand. Sales are not movements: the reservation row of the order is their ledger entry. */
export type MovementKind = "received" | "returned" | "damaged" | "lost" | "counted";

export interface Movement {
  /** What makes a repeated request the same movement. */
  readonly id: string;
  readonly kind: MovementKind;
  /** Positive for what came, negative for what went. */
  readonly quantity: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: string;
}

/**
 * `held`: taken from the available stock for an order. `released`: given back; also the tombstone that refuses
 * a reserve that comes late. `fulfilled`: the goods have left.
 */
export type ReservationState = "held" | "released" | "fulfilled";
