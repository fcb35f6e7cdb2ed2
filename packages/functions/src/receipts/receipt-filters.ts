import { z } from "zod";

/** A reason of a rejected or ignored object, such as `truncated`. */
export const reasonCode = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "must be a reason's code");
