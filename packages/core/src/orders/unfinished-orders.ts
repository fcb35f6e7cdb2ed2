import type { Order } from "./order.ts";

export interface UnfinishedOrder {
  readonly tenantId: string;
  readonly orderId: string;
  /** When it was to be looked at; ISO 8601, UTC. */
  readonly lookAt: string;
}

/** Orders of all tenants that have not ended, by the time at which somebody has to look at them. */
export interface UnfinishedOrders {
  /**
   * Those due before `before`, or all when it is absent; at most so many of each shard. What it answers may be a
   * little behind the orders themselves. Throws `store.unavailable` (retryable).
   */
  due(before: Date | undefined, atMostPerShard: number): Promise<readonly UnfinishedOrder[]>;
  /** The order is to be looked at again at `lookAt` (ISO 8601, UTC). Does nothing when it has moved on meanwhile. */
  postpone(order: Order, lookAt: string): Promise<void>;
  /** The same for an order that cannot be read: it lets those behind it come to their turn. */
  putOff(found: UnfinishedOrder, lookAt: string): Promise<void>;
}
