import { z } from "zod";
import { MAX_STOCK, type Movement, type MovementKind } from "./stock.ts";

/** Which way each kind of movement goes. Counting is not asked for here: it sets the stock. */
const DIRECTION = { received: 1, returned: 1, damaged: -1, lost: -1 } as const satisfies Partial<
  Record<MovementKind, 1 | -1>
>;

/** The kinds that a caller may ask for. */
export const REQUESTED_KINDS = ["received", "returned", "damaged", "lost"] as const;

/** A movement as a caller asks for it: the kind says the direction, so the quantity is always positive. */
export const movementRequestSchema = z.strictObject({
  kind: z.enum(REQUESTED_KINDS),
  quantity: z.int().positive().max(MAX_STOCK),
});
export type MovementRequest = z.output<typeof movementRequestSchema>;

/** The entry of the ledger that a request makes. */
export function toMovement(request: MovementRequest, entry: Pick<Movement, "id" | "at" | "actor">): Movement {
  return { ...entry, kind: request.kind, quantity: DIRECTION[request.kind] * request.quantity };
}
