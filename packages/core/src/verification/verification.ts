import type { Law, Violation } from "./law.ts";

/** What is looked at. */
export interface Scope {
  /** The watermark: what happened later is left alone, as it may still be on its way. */
  readonly asOf: Date;
  /** Only what landed, was placed or was written at or after. */
  readonly since: Date | undefined;
}

/** How many of what each law was held against. */
export type Checked = Partial<Record<Law, number>>;

/** Of one portion of a walk. */
export interface Portion {
  readonly checked: Checked;
  /** What there is, by name: outcomes of receipts, states of orders. */
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  /** Where the walk goes on; undefined at the end. May hold an object's key, so patient data: never in a URL or a log. */
  readonly cursor: string | undefined;
}

/** True when it is as old as the watermark wants, and not older than what is asked for. */
export function inScope({ asOf, since }: Scope, at: Date): boolean {
  return at <= asOf && (since === undefined || at >= since);
}
