import type { EventMeta } from "@accession/events/envelope";
import type { Clock } from "../clock.ts";
import type { Ids } from "../ids.ts";
import type { OrderStore } from "./order-store.ts";

/** What every use case on an order needs. */
export interface OrderContext {
  readonly orders: OrderStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The region that owns the tenant's data: goes into each event. */
  readonly homeRegion: string;
}

/** Which order, on whose behalf. */
export interface OrderTarget {
  readonly tenantId: string;
  readonly orderId: string;
  readonly meta: EventMeta;
  /** Which run of the saga; absent outside of it. */
  readonly attempt?: number;
}
