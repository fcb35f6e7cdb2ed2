import { processPayment } from "@accession/core/orders/saga/process-payment";
import { paymentContext } from "../../runtime/composition-payments.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State ProcessPayment: authorizes. */
export const handler = sagaStep((target) => processPayment(paymentContext(), target));
