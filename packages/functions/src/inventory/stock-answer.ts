import { z } from "zod";

export const stockAnswer = z
  .object({
    sku: z.string(),
    available: z.int(),
    reserved: z.int(),
    onHand: z.int(),
    version: z.int().meta({ description: "Also the ETag." }),
  })
  .meta({ id: "Stock" });
