import type { Ids } from "@accession/core/ids";
import { uuidv7 } from "uuidv7";

/** New ids as UUIDv7 (RFC 9562 section 5.7). */
export const uuidIds: Ids = { next: () => uuidv7() };
