import { cancelShipment } from "@accession/core/orders/saga/cancel-shipment";
import { shippingContext } from "../../runtime/composition-shipping.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State CancelShipment: undoes ShipOrder. */
export const handler = sagaStep((target) => cancelShipment(shippingContext(), target));
