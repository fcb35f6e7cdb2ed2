/** What requests of every kind say about money. */
import { type Money, moneySchema } from "@accession/events/money";
import { z } from "zod";

/** It keeps an order's total far below what a double holds exactly. */
const MAX_PRICE = 100_000_000;

export const priceSchema = z.strictObject({
  amount: moneySchema.shape.amount.max(MAX_PRICE),
  currency: moneySchema.shape.currency,
});

/** The prefix keeps a card number from ever being taken for a token. */
export const paymentTokenSchema = z
  .string()
  .regex(/^[a-z]+_[A-Za-z0-9_]{1,120}$/, "must be a token of the payment gateway");

/** One currency, and something to pay. `field` is where a line has its price. */
export function checkPrices(prices: readonly Money[], field: string, context: z.RefinementCtx): void {
  const currency = prices[0]?.currency;
  for (const [index, price] of prices.entries()) {
    if (price.currency === currency) continue;
    context.addIssue({
      code: "custom",
      path: ["lines", index, field, "currency"],
      message: "must be the currency of the first line: an order has one currency",
      params: { code: "mixed-currencies" },
    });
  }
  if (prices.length > 0 && prices.every((price) => price.amount === 0)) {
    context.addIssue({
      code: "custom",
      path: ["lines"],
      message: "must add up to more than zero",
      params: { code: "nothing-to-pay" },
    });
  }
}
