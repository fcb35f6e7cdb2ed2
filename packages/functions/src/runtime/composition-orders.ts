/** What the handlers of orders and stock are made of. One of the few readers of `Resource`; everything on first use. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoInventoryStore } from "@accession/aws/dynamo/dynamo-inventory-store";
import { dynamoOrderStore } from "@accession/aws/dynamo/dynamo-order-store";
import type { InventoryStore } from "@accession/core/inventory/inventory-store";
import type { OrderContext } from "@accession/core/orders/order-context";
import { Resource } from "sst";
import { homeRegion } from "./home-region.ts";
import { lazy } from "./lazy.ts";
import { systemClock } from "./system-clock.ts";
import { uuidIds } from "./uuid-ids.ts";

export const ordersClient = lazy(() => documentClient());

export const inventoryStore = lazy(
  (): InventoryStore => dynamoInventoryStore(ordersClient(), Resource.OrdersTable.name),
);

export const orderContext = lazy(
  (): OrderContext => ({
    orders: dynamoOrderStore(ordersClient(), Resource.OrdersTable.name),
    clock: systemClock,
    ids: uuidIds,
    homeRegion: homeRegion(),
  }),
);

/** For the steps that move stock as well. */
export const stockContext = lazy(() => ({ ...orderContext(), inventory: inventoryStore() }));
