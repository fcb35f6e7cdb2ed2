import { z } from "zod";

/** How many of one article: a stock keeping unit names goods, never a person. */
export const reservedLineSchema = z.object({
  sku: z.string().min(1).max(64),
  quantity: z.int().positive(),
});
