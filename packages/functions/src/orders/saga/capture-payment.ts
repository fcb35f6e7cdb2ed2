import { captureOrderPayment } from "@accession/core/orders/saga/capture-payment";
import { paymentContext } from "../../runtime/composition-payments.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State CapturePayment: the point of no return. */
export const handler = sagaStep((target) => captureOrderPayment(paymentContext(), target));
