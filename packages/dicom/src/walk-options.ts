import type { FindingList } from "./findings.ts";
import type { ReadLimits } from "./limits.ts";
import type { TimeBudget } from "./time-budget.ts";

/** The tags that a walk goes over at the top level; it stops before another one, and before pixel data. */
export interface TagRange {
  readonly first: number;
  readonly last: number;
}

/** How a walk goes. */
export interface WalkOptions {
  readonly limits: ReadLimits;
  readonly findings: FindingList;
  /** Keeps every element instead of those of the dictionary. */
  readonly keepAll: boolean;
  readonly time: TimeBudget;
}
