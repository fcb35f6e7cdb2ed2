import { failOrder } from "@accession/core/orders/saga/fail-order";
import { orderContext } from "../../runtime/composition-orders.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State FailOrder: ends an order that is undone. */
export const handler = sagaStep((target) => failOrder(orderContext(), target));
