import type { ArchiveName, ReplayRule, ReplayWindow } from "./replay.ts";
import { NothingToReplay, ReplayWindowInvalid } from "./replay-errors.ts";

/** Longer is better done in parts: a replay cannot be resumed, and each day is as many messages again. */
export const MAX_WINDOW_DAYS = 31;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface ReplayRequest extends ReplayWindow {
  readonly archive: ArchiveName;
  /** Event types; absent: all. */
  readonly types?: readonly string[] | undefined;
}

/** Why a rule gets nothing of a replay. */
export const NOT_RECEIVING = ["excludes-replays", "other-types"] as const;

/** What a replay would do at one rule of the bus. `reason` says why it would not get anything. */
export type PlannedRule = ReplayRule &
  (
    | { readonly receives: true }
    | { readonly receives: false; readonly reason: (typeof NOT_RECEIVING)[number] }
  );

export interface ReplayPlan {
  readonly rules: readonly PlannedRule[];
  /** The rules that the replay is addressed to. */
  readonly receiving: readonly ReplayRule[];
}

/**
 * Which rules would get the events. Types choose rules, as EventBridge does not choose events: a rule that
 * takes one of the types gets all that its pattern takes.
 */
export function planReplay(
  rules: readonly ReplayRule[],
  request: Pick<ReplayRequest, "archive" | "types">,
): ReplayPlan {
  const { types } = request;
  const planned = rules
    .filter(({ archive }) => archive === request.archive)
    .map((rule): PlannedRule => {
      if (!rule.replayable) return { ...rule, receives: false, reason: "excludes-replays" };
      const wanted = types === undefined || rule.types.some((type) => types.includes(type));
      return wanted ? { ...rule, receives: true } : { ...rule, receives: false, reason: "other-types" };
    });
  return { rules: planned, receiving: planned.filter(({ receives }) => receives) };
}

/** The plan's rules, of which there must be one. Throws `NothingToReplay`. */
export function ruleArnsOf({ receiving }: ReplayPlan): readonly string[] {
  if (receiving.length === 0) throw new NothingToReplay();
  return receiving.map(({ arn }) => arn);
}

/** Throws `ReplayWindowInvalid`. */
export function checkWindow({ from, to }: ReplayWindow, now: Date, archiveLagSeconds: number): void {
  if (from >= to) throw new ReplayWindowInvalid("empty", "/from", "from must be before to");
  if (to > now) throw new ReplayWindowInvalid("in-future", "/to", "to must not be in the future");
  if (to.getTime() > now.getTime() - archiveLagSeconds * 1000) {
    const minutes = Math.ceil(archiveLagSeconds / 60);
    throw new ReplayWindowInvalid(
      "too-new",
      "/to",
      `to must be at least ${minutes} minutes ago, as the archive takes events in late`,
    );
  }
  if (to.getTime() - from.getTime() > MAX_WINDOW_DAYS * DAY_MS) {
    throw new ReplayWindowInvalid("too-long", "/from", `at most ${MAX_WINDOW_DAYS} days at once`);
  }
}
