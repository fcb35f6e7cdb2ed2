/** GET /v1/inventory/{sku} */
import { StockNotFound } from "@accession/core/inventory/inventory-errors";
import { skuSchema } from "@accession/core/inventory/sku";
import { z } from "zod";
import { inventoryStore } from "../runtime/composition-orders.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { stockAnswer } from "./stock-answer.ts";
import { stockResponse } from "./stock-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "GET /v1/inventory/{sku}",
      summary: "The stock of an article",
      answers: { 200: stockAnswer },
      problems: [404],
      headers: ["etag"],
    },
    scope: "inventory.read",
    path: z.strictObject({ sku: skuSchema }),
  },
  async ({ caller, path }) => {
    const stock = await inventoryStore().get(caller.tenantId, path.sku);
    if (stock === undefined) throw new StockNotFound();
    return stockResponse(200, stock);
  },
);
