import type { OutgoingEvent } from "../event-publisher.ts";
import type { NumberClaim } from "./accession-number.ts";
import type { Order, OrderStatus } from "./order.ts";
import type { TimelineEntry } from "./timeline.ts";

/** One event of an order as it is stored: the new version, its timeline entry, and what is to be published. */
export interface OrderChange {
  readonly order: Order;
  readonly entry: TimelineEntry;
  /** Absent when the event is not published. */
  readonly outgoing?: OutgoingEvent;
  /** When somebody has to look whether the order gets on: ISO 8601, UTC. Absent when nobody has to. */
  readonly lookAt?: string;
}

/** Ties a request to the order it made, so that the same request makes it once. */
export interface RequestRegistration {
  /** A digest of the request's scope and Idempotency-Key. */
  readonly key: string;
  /** A digest of what was asked. */
  readonly digest: string;
  /** ISO 8601, UTC: afterwards the key may be used again. */
  readonly expiresAt: string;
}

export interface RegisteredRequest {
  readonly orderId: string;
  readonly digest: string;
}

export type CreateResult =
  | { readonly outcome: "created" }
  /** The key is taken: by this order, for a request with this digest. */
  | ({ readonly outcome: "registered" } & RegisteredRequest)
  /** A number that was drawn is another procedure's: nothing was written. */
  | { readonly outcome: "number-taken" };

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Where the next page begins; absent after the last. */
  readonly cursor?: string;
}

/**
 * Orders with their timeline and outbox. Every method is about one tenant's orders only.
 * All throw `store.unavailable` (retryable) when the store cannot answer.
 */
export interface OrderStore {
  /**
   * Writes a placed order, its first timeline entry, its event, the registration and the claims of its accession
   * numbers in one transaction.
   */
  create(
    change: OrderChange,
    registration: RequestRegistration,
    claims?: readonly NumberClaim[],
  ): Promise<CreateResult>;
  /** The order that a key stands for at `now`, if it does. */
  registered(tenantId: string, key: string, now: Date): Promise<RegisteredRequest | undefined>;
  /** The order as last written (a consistent read). */
  load(tenantId: string, orderId: string): Promise<Order | undefined>;
  /** Writes the next version in one transaction; throws OrderVersionConflict when it is not the next one. */
  save(change: OrderChange): Promise<void>;
  /** The order's history, oldest first. */
  timeline(tenantId: string, orderId: string): Promise<readonly TimelineEntry[]>;
  /** Orders, newest first. Throws `request.invalid-cursor` for a cursor that is not from here. */
  list(
    tenantId: string,
    query: {
      readonly status?: OrderStatus;
      readonly limit: number;
      readonly cursor?: string;
    },
  ): Promise<OrderPage>;
}
