import { flagForReview } from "@accession/core/orders/saga/flag-for-review";
import { orderContext } from "../../runtime/composition-orders.ts";
import { sagaStep, stuckSchema } from "../../runtime/saga-step.ts";

/** State FlagForReview: leaves the order to a person. */
export const handler = sagaStep((target, input) =>
  flagForReview(orderContext(), target, stuckSchema.parse(input).stuck),
);
