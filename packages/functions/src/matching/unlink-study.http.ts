/** POST /v1/studies/{id}/unlink: it does not count any more, or a candidate is turned down. */
import { handLinkHandler } from "./hand-link-handler.ts";

export const handler = handLinkHandler("unlink");
