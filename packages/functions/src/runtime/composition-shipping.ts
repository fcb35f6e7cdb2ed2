/** What the saga's shipping steps are made of. One of the few readers of `Resource`; everything on first use. */
import { postgresPool } from "@accession/aws/postgres/postgres-pool";
import { sandboxCarrier } from "@accession/aws/shipping/sandbox-carrier";
import type { OrderContext } from "@accession/core/orders/order-context";
import type { Carrier } from "@accession/core/shipping/carrier";
import { Resource } from "sst";
import { orderContext } from "./composition-orders.ts";
import { faultFields } from "./fault-fields.ts";
import { lazy } from "./lazy.ts";
import { logger } from "./logger.ts";

export const shippingContext = lazy((): OrderContext & { readonly carrier: Carrier } => ({
  ...orderContext(),
  carrier: sandboxCarrier(
    postgresPool(Resource.AppDatabase, (error) => logger.warn("idle connection lost", faultFields(error))),
  ),
}));
