import { z } from "zod";

/** What an order is for. One order is of one kind, never of both. */
export const orderKindSchema = z.enum(["goods", "imaging"]);
export type OrderKind = z.infer<typeof orderKindSchema>;
