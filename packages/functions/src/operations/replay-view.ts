import { toPublicId } from "@accession/core/ids";
import type { PlannedRule } from "@accession/core/operations/plan-replay";
import type { Replay } from "@accession/core/operations/replay";

/** A replay as the API shows it. */
export function replayView({ id, archive, state, reason, window, lastReplayed, startedAt, endedAt }: Replay) {
  return {
    id: toPublicId("replay", id),
    archive,
    state,
    ...(reason !== undefined && { reason }),
    ...(window !== undefined && { from: window.from.toISOString(), to: window.to.toISOString() }),
    ...(lastReplayed !== undefined && { lastReplayed: lastReplayed.toISOString() }),
    ...(startedAt !== undefined && { startedAt: startedAt.toISOString() }),
    ...(endedAt !== undefined && { endedAt: endedAt.toISOString() }),
  };
}

/** What a replay does at a rule, as the API shows it. */
export function plannedRuleView(rule: PlannedRule) {
  const { name, types, target, receives } = rule;
  return { name, types, target, receives, ...(!rule.receives && { reason: rule.reason }) };
}
