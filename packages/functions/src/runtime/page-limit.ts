import { z } from "zod";

/** `?limit=`: a whole number from 1 to `most`, as text. */
export function pageLimit(usual: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1).max(most))
    .default(usual)
    .meta({ type: "integer", minimum: 1, maximum: most });
}
