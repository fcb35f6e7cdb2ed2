/** What the handlers of orders and stock are made of. One of the few readers of `Resource`; everything on first use.
 * Needs the link `OrdersTable`. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoInventoryStore } from "@accession/aws/dynamo/dynamo-inventory-store";
import { dynamoNoticeStore } from "@accession/aws/dynamo/dynamo-notice-store";
import { dynamoOrderStore } from "@accession/aws/dynamo/dynamo-order-store";
import { dynamoPaymentViews } from "@accession/aws/dynamo/dynamo-payment-views";
import { dynamoPickLists } from "@accession/aws/dynamo/dynamo-pick-lists";
import type { InventoryStore } from "@accession/core/inventory/inventory-store";
import type { PickLists } from "@accession/core/inventory/pick-list";
import type { NoticeStore } from "@accession/core/notifications/notice";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { PaymentViews } from "@accession/core/orders/payment-view";
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

export const paymentViews = lazy(
  (): PaymentViews => dynamoPaymentViews(ordersClient(), Resource.OrdersTable.name),
);

export const noticeStore = lazy(
  (): NoticeStore => dynamoNoticeStore(ordersClient(), Resource.OrdersTable.name),
);

export const pickLists = lazy((): PickLists => dynamoPickLists(ordersClient(), Resource.OrdersTable.name));

/** For the steps that move stock as well. */
export const stockContext = lazy(() => ({ ...orderContext(), inventory: inventoryStore() }));
