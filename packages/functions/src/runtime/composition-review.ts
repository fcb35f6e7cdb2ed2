/** What carries out a person's decisions about orders; everything on first use. */
import type { ResolveContext, RestartContext } from "@accession/core/orders/review-order";
import { studiesContext } from "./composition-imaging.ts";
import { inventoryStore, orderContext } from "./composition-orders.ts";
import { sagaStarter } from "./composition-saga.ts";
import { lazy } from "./lazy.ts";

/** Needs the links OrdersTable and OrderSaga. */
export const restartContext = lazy((): RestartContext => ({ ...orderContext(), starter: sagaStarter() }));

/** Needs the links OrdersTable, AppDatabase and Bus. */
export const resolveContext = lazy(
  (): ResolveContext => ({ ...studiesContext(), inventory: inventoryStore() }),
);
