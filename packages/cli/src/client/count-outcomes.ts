import type { Receipt } from "./receipts.ts";

export interface OutcomeCount {
  readonly outcome: string;
  /** Code of the reason, for rejected and ignored. */
  readonly reason: string | undefined;
  readonly count: number;
}

/** How many receipts there are of each outcome and reason: the most first. */
export function countOutcomes(receipts: readonly Receipt[]): OutcomeCount[] {
  const counts = new Map<string, OutcomeCount>();
  for (const { outcome, reason } of receipts) {
    const id = `${outcome} ${reason?.code}`;
    const count = (counts.get(id)?.count ?? 0) + 1;
    counts.set(id, { outcome, reason: reason?.code, count });
  }
  return [...counts.values()].sort(
    (a, b) => b.count - a.count || `${a.outcome}${a.reason}`.localeCompare(`${b.outcome}${b.reason}`),
  );
}
