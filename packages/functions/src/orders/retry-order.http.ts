/** POST /v1/orders/{id}/retry */
import { retryOrder } from "@accession/core/orders/review-order";
import { restartRoute } from "./restart-route.ts";

export const handler = restartRoute("retry", retryOrder);
