/** Which goods a caller may order, and what is wrong with a request that does not fit. Unknown fields are refused. */
import { z } from "zod";
import { skuSchema } from "../inventory/sku.ts";
import { contactSchema } from "../notifications/contact.ts";
import { MAX_LINES } from "./order.ts";
import { checkPrices, paymentTokenSchema, priceSchema } from "./request-prices.ts";

/** With the bound of a price, it keeps an order's total far below what a double holds exactly. */
const MAX_QUANTITY = 10_000;

const goodsLineSchema = z.strictObject({
  sku: skuSchema,
  quantity: z.int().positive().max(MAX_QUANTITY),
  unitPrice: priceSchema,
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
    paymentToken: paymentTokenSchema,
    notify: contactSchema.optional(),
    shipTo: shippingAddressSchema,
  })
  .superRefine((order, context) => {
    checkPrices(
      order.lines.map((line) => line.unitPrice),
      "unitPrice",
      context,
    );
  });

export type GoodsOrderRequest = z.output<typeof goodsOrderSchema>;
