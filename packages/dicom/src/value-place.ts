import type { HeldBytes } from "./held-bytes.ts";

/** The bytes of one value, where they lie: no view of its own is made for each. `start` and `end` are indices. */
export interface ValuePlace {
  readonly held: HeldBytes;
  readonly start: number;
  readonly end: number;
}
