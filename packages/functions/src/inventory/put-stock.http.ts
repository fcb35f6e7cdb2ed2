/** PUT /v1/inventory/{sku} */
import { skuSchema } from "@accession/core/inventory/sku";
import { MAX_STOCK } from "@accession/core/inventory/stock";
import { z } from "zod";
import { inventoryStore } from "../runtime/composition-orders.ts";
import { expectedVersion } from "../runtime/expected-version.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { uuidIds } from "../runtime/uuid-ids.ts";
import { stockAnswer } from "./stock-answer.ts";
import { stockResponse } from "./stock-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "PUT /v1/inventory/{sku}",
      summary: "Set the available stock of an article, after a count",
      answers: { 200: stockAnswer, 201: stockAnswer },
      conditional: true,
      headers: ["etag"],
    },
    scope: "inventory.write",
    path: z.strictObject({ sku: skuSchema }),
    body: z.strictObject({ available: z.int().nonnegative().max(MAX_STOCK) }),
  },
  async ({ caller, path, body, headers }) => {
    const version = expectedVersion(headers);
    const stock = await inventoryStore().set(caller.tenantId, path.sku, body.available, version, {
      id: uuidIds.next(),
      at: systemClock.now().toISOString(),
      actor: caller.principal,
    });
    return stockResponse(version === 0 ? 201 : 200, stock);
  },
);
