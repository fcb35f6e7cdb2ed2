/** POST /v1/orders/{id}/compensate */
import { compensateOrder } from "@accession/core/orders/review-order";
import { restartRoute } from "./restart-route.ts";

export const handler = restartRoute("compensate", compensateOrder);
