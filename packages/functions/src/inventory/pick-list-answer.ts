import { toPublicId } from "@accession/core/ids";
import { PICK_LIST_STATES, type PickList } from "@accession/core/inventory/pick-list";
import { z } from "zod";
import { instant } from "../api/answer-parts.ts";

export const pickListAnswer = z
  .object({
    orderId: z.string(),
    state: z.enum(PICK_LIST_STATES),
    lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
    reservedAt: instant,
    pickedAt: instant.optional(),
    withdrawnAt: instant
      .optional()
      .meta({ description: "With `pickedAt`: the goods go back to their shelf." }),
  })
  .meta({ id: "PickList" });

export function pickListView({ orderId, ...list }: PickList) {
  return { orderId: toPublicId("order", orderId), ...list };
}
