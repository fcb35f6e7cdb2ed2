/** Parts that the requests of several routes share. */
import { z } from "zod";

/** A time of the caller's, with its offset. */
export const instantGiven = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Where the page before ended. */
export const cursorGiven = z.string().max(200).optional();

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
