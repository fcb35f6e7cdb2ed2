import { releaseInventory } from "@accession/core/orders/saga/release-inventory";
import { stockContext } from "../../runtime/composition-orders.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ReleaseInventory: undoes ReserveInventory. */
export const handler = sagaStep((target) => releaseInventory(stockContext(), target));
