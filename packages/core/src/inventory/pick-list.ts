/** What the warehouse takes from its shelves for an order: open from the reservation on, until it is picked or withdrawn. */
import { AppError } from "../errors.ts";
import type { SkuQuantity } from "../orders/lines.ts";
import type { Page, PageRequest } from "../paging.ts";

export const PICK_LIST_STATES = ["open", "picked", "withdrawn"] as const;
export type PickListState = (typeof PICK_LIST_STATES)[number];

/** One order's goods, as the warehouse sees them. */
export interface PickList {
  readonly orderId: string;
  readonly lines: readonly SkuQuantity[];
  readonly state: PickListState;
  /** ISO 8601, UTC, as all times here. */
  readonly reservedAt: string;
  readonly pickedAt?: string;
  /** Present together with `pickedAt`: what was picked has to go back to its shelf. */
  readonly withdrawnAt?: string;
}

/**
 * Pick lists, one per order. Withdrawing wins, whenever it comes: a list that is withdrawn is never opened or picked.
 * All methods may be repeated.
 */
export interface PickLists {
  /** Does nothing when the order's list was opened, or withdrawn, before. */
  open(tenantId: string, list: Pick<PickList, "orderId" | "lines" | "reservedAt">): Promise<void>;
  /** Also of an order whose list was never opened: a late opening then does nothing. */
  withdraw(tenantId: string, orderId: string, at: string): Promise<void>;
  /** The list as it is then. Throws PickListNotFound and PickListWithdrawn. */
  pick(tenantId: string, orderId: string, at: string): Promise<PickList>;
  /** Oldest order first. Throws `request.invalid-cursor` for a cursor that is not from here. */
  list(tenantId: string, state: PickListState, request: PageRequest): Promise<Page<PickList>>;
}

/** Nothing was reserved for this order, or not yet. */
export class PickListNotFound extends AppError {
  constructor() {
    super("not-found", "pick-list.not-found", "There is no pick list of this order.");
  }
}

/** Its stock is available to others again. */
export class PickListWithdrawn extends AppError {
  constructor() {
    super("conflict", "pick-list.withdrawn", "The pick list was withdrawn. Leave the goods where they are.");
  }
}
