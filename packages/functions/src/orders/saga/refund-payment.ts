import { refundPayment } from "@accession/core/orders/saga/refund-payment";
import { paymentContext } from "../../runtime/composition-payments.ts";
import { sagaStep } from "../../runtime/saga-step.ts";

/** State RefundPayment: undoes ProcessPayment. */
export const handler = sagaStep((target) => refundPayment(paymentContext(), target));
