/** What a caller may order: goods or imaging, never both in one order. */
import { orderKindSchema } from "@accession/events/orders/order-kind";
import { z } from "zod";
import { goodsOrderSchema } from "./goods-order-request.ts";
import { imagingOrderSchema } from "./imaging-order-request.ts";

/** What only the lines of one kind have. */
const FOREIGN = {
  goods: ["patient", "accessionNumber", "procedureCode", "modality", "issuer"],
  imaging: ["sku", "quantity"],
} as const;

/** The two kinds, each with its own fields. */
export const orderKindsSchema = z.discriminatedUnion("kind", [goodsOrderSchema, imagingOrderSchema]);

/** Says by name what is wrong when a line belongs to an order of the other kind, instead of field by field. */
export const orderRequestSchema = z.unknown().superRefine(refuseMixing).pipe(orderKindsSchema);
export type OrderRequest = z.output<typeof orderRequestSchema>;

const looksLikeOrder = z.object({
  kind: orderKindSchema,
  lines: z.array(z.record(z.string(), z.unknown())),
});

function refuseMixing(value: unknown, context: z.RefinementCtx): void {
  const order = looksLikeOrder.safeParse(value);
  if (!order.success) return;
  const foreign: readonly string[] = FOREIGN[order.data.kind];
  for (const [index, line] of order.data.lines.entries()) {
    if (!foreign.some((field) => Object.hasOwn(line, field))) continue;
    context.addIssue({
      code: "custom",
      path: ["lines", index],
      message: "is of the other kind: an order is of goods or of imaging",
      params: { code: "mixed-kinds" },
    });
  }
}
