/** What a caller may order, and what is wrong with a request that does not fit. Unknown fields are refused. */
import { moneySchema } from "@accession/events/money";
import { z } from "zod";
import { skuSchema } from "../inventory/sku.ts";
import { MAX_LINES } from "./order.ts";

/** The bounds keep an order's total far below what a double holds exactly. */
const MAX_QUANTITY = 10_000;
const MAX_UNIT_PRICE = 100_000_000;

const goodsLineSchema = z.strictObject({
  sku: skuSchema,
  quantity: z.int().positive().max(MAX_QUANTITY),
  unitPrice: z.strictObject({
    amount: moneySchema.shape.amount.max(MAX_UNIT_PRICE),
    currency: moneySchema.shape.currency,
  }),
});

const text = z.string().trim().min(1).max(200);

const shippingAddressSchema = z.union([
  z.strictObject({
    addressReference: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  }),
  z.strictObject({
    name: text,
    street: text,
    postalCode: text,
    city: text,
    country: z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code such as DE"),
  }),
]);

export const goodsOrderSchema = z
  .strictObject({
    kind: z.literal("goods"),
    lines: z.array(goodsLineSchema).min(1).max(MAX_LINES),
    // The prefix keeps a card number from ever being taken for a token.
    paymentToken: z.string().regex(/^[a-z]+_[A-Za-z0-9_]{1,120}$/, "must be a token of the payment gateway"),
    shipTo: shippingAddressSchema,
  })
  .superRefine((order, context) => {
    const currency = order.lines[0]?.unitPrice.currency;
    for (const [index, line] of order.lines.entries()) {
      if (line.unitPrice.currency === currency) continue;
      context.addIssue({
        code: "custom",
        path: ["lines", index, "unitPrice", "currency"],
        message: "must be the currency of the first line: an order has one currency",
        params: { code: "mixed-currencies" },
      });
    }
    if (order.lines.length > 0 && order.lines.every((line) => line.unitPrice.amount === 0)) {
      context.addIssue({
        code: "custom",
        path: ["lines"],
        message: "must add up to more than zero",
        params: { code: "nothing-to-pay" },
      });
    }
  });

/** An imaging order is known and not offered yet, so its fields are not looked at. */
const imagingOrderSchema = z.looseObject({ kind: z.literal("imaging") });

export const orderRequestSchema = z.discriminatedUnion("kind", [goodsOrderSchema, imagingOrderSchema]);
export type OrderRequest = z.output<typeof orderRequestSchema>;
export type GoodsOrderRequest = z.output<typeof goodsOrderSchema>;
