import { shipOrder } from "@accession/core/orders/saga/ship-order";
import { shippingContext } from "../../runtime/composition-shipping.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ShipOrder: gets a label. */
export const handler = sagaStep((target) => shipOrder(shippingContext(), target));
