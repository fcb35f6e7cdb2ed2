/** What the saga's shipping steps are made of; everything on first use. Needs the links OrdersTable, AppDatabase. */
import { sandboxCarrier } from "@accession/aws/shipping/sandbox-carrier";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { Carrier } from "@accession/core/shipping/carrier";
import { orderContext } from "./composition-orders.ts";
import { sandboxPool } from "./composition-postgres.ts";
import { lazy } from "./lazy.ts";

export const shippingContext = lazy((): OrderContext & { readonly carrier: Carrier } => ({
  ...orderContext(),
  carrier: sandboxCarrier(sandboxPool()),
}));
