import { releaseShipment } from "@accession/core/orders/saga/release-shipment";
import { shippingContext } from "../../runtime/composition-shipping.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ReleaseShipment: the goods leave. */
export const handler = sagaStep((target) => releaseShipment(shippingContext(), target));
