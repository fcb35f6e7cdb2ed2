/** What adds up the stock. One of the few readers of `Resource`; everything on first use. */
import { documentClient } from "@accession/aws/dynamo/dynamo-client";
import { dynamoStockReading } from "@accession/aws/verification/dynamo-stock-reading";
import { verifyStock } from "@accession/core/verification/verify-stock";
import type { WalkRequest } from "@accession/core/verification/walk-tenants";
import { Resource } from "sst";
import { tenantIdOf } from "./composition-walk.ts";
import { lazy } from "./lazy.ts";

/** Needs the links `AppDatabase` (the tenants) and `OrdersTable`, and Scan and Query on the table. */
export const verifyStockContext = lazy(() => {
  const stock = dynamoStockReading(documentClient(), Resource.OrdersTable.name);
  return { tenantId: tenantIdOf, walk: (request: WalkRequest) => verifyStock(stock, request) };
});
