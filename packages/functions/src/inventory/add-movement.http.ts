/** POST /v1/inventory/{sku}/movements */
import { StockNotFound } from "@accession/core/inventory/inventory-errors";
import { movementRequestSchema, toMovement } from "@accession/core/inventory/movement-request";
import { skuSchema } from "@accession/core/inventory/sku";
import { z } from "zod";
import { inventoryStore } from "../runtime/composition-orders.ts";
import { digestOf, effectIdOf } from "../runtime/digest-of.ts";
import { httpHandler } from "../runtime/http-handler.ts";
import { onceForKey, replayedHeader, requestKeyOf } from "../runtime/idempotent-request.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { stockAnswer } from "./stock-answer.ts";
import { stockResponse } from "./stock-view.ts";

export const handler = httpHandler(
  {
    describes: {
      route: "POST /v1/inventory/{sku}/movements",
      summary: "Add a movement to the ledger of an article",
      answers: { 201: stockAnswer },
      problems: [404],
      idempotent: true,
      headers: ["etag"],
    },
    scope: "inventory.write",
    path: z.strictObject({ sku: skuSchema }),
    body: movementRequestSchema,
  },
  async (request) => {
    const { caller, path, body } = request;
    const key = requestKeyOf(request, path.sku);
    const digest = digestOf(body);
    const movement = toMovement(body, {
      id: effectIdOf({ key, digest }),
      at: systemClock.now().toISOString(),
      actor: caller.principal,
    });
    const { replayed } = await onceForKey(request, { key, digest }, async () => {
      await inventoryStore().move(caller.tenantId, path.sku, movement);
      return { movementId: movement.id };
    });
    const stock = await inventoryStore().get(caller.tenantId, path.sku);
    if (stock === undefined) throw new StockNotFound();
    const response = stockResponse(201, stock);
    return {
      ...response,
      headers: { ...response.headers, ...replayedHeader(replayed) },
    };
  },
);
