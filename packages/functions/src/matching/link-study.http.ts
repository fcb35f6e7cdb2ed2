/** POST /v1/studies/{id}/link: the study counts for a line of an order, because a person says so. */
import { handLinkHandler } from "./hand-link-handler.ts";

export const handler = handLinkHandler("link");
