import { z } from "zod";

/** A stable code such as `out-of-stock`: dotted or dashed lower-case words, never free text. */
export const reasonCodeSchema = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/)
  .max(64);
