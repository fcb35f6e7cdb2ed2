/** Parts that the answers of several routes share. */
import { z } from "zod";

/** ISO 8601, UTC. */
export const instant = z.string().meta({ format: "date-time" });

export const money = z
  .object({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: "Money", description: "An amount in the currency's minor unit." });

/** What lists have besides their items. */
export const cursor = z
  .string()
  .optional()
  .meta({ description: "Where the next page begins; absent on the last." });
