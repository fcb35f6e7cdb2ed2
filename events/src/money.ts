import { z } from "zod";

/** An amount in the currency's minor unit (cents for USD, yen for JPY): never a fraction. */
export const moneySchema = z.object({
  amount: z.int().nonnegative(),
  /** ISO 4217, for example `EUR`. */
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as EUR"),
});
export type Money = z.infer<typeof moneySchema>;
