import { AGAINST, type MatchReason } from "./match-reason.ts";
import type { CandidateGrading } from "./worklist.ts";

/**
 * The likeliest candidate first: the fewer contradictions, then the more that was compared and is equal; a name decides
 * between those that are alike otherwise.
 */
export function rankCandidates<Candidate extends CandidateGrading>(
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return candidates.toSorted((one, other) => {
    const [before, after] = [likelihood(one.reasons), likelihood(other.reasons)];
    for (const [index, value] of before.entries()) {
      const difference = (after[index] ?? 0) - value;
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function likelihood(reasons: readonly MatchReason[]): readonly number[] {
  const contradictions = reasons.filter((reason) => AGAINST.has(reason)).length;
  const equal = reasons.filter((reason) => reason.endsWith("-equal") && reason !== "name-equal").length;
  const name = reasons.includes("name-equal") ? 1 : reasons.includes("name-differs") ? -1 : 0;
  return [-contradictions, equal, name];
}
