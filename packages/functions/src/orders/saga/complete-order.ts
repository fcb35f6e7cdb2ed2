import { completeOrder } from "@accession/core/orders/saga/complete-order";
import { stockContext } from "../../runtime/composition-orders.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State CompleteOrder. */
export const handler = sagaStep((target) => completeOrder(stockContext(), target));
