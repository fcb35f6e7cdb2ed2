import { reserveInventory } from "@accession/core/orders/saga/reserve-inventory";
import { stockContext } from "../../runtime/composition-orders.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ReserveInventory. */
export const handler = sagaStep((target) => reserveInventory(stockContext(), target));
