import { checkWindow, planReplay, type ReplayPlan, type ReplayRequest, ruleArnsOf } from "./plan-replay.ts";
import type { ArchiveFacts } from "./replay.ts";
import type { ReplayContext } from "./replay-context.ts";

export interface DryReplay {
  readonly plan: ReplayPlan;
  readonly archive: ArchiveFacts;
}

/** What a replay would reach, and what is known of the volume. Throws `ReplayWindowInvalid`. */
export async function previewReplay(context: ReplayContext, request: ReplayRequest): Promise<DryReplay> {
  const plan = planOf(context, request);
  return { plan, archive: await context.replays.describeArchive(request.archive) };
}

/**
 * Starts a replay to the rules that let replays pass, once per id. Throws `ReplayWindowInvalid`, `NothingToReplay`,
 * `ReplayRefused`.
 */
export async function startReplay(
  context: ReplayContext,
  id: string,
  request: ReplayRequest,
): Promise<ReplayPlan> {
  const plan = planOf(context, request);
  const { archive, from, to } = request;
  await context.replays.start({ id, archive, from, to, ruleArns: ruleArnsOf(plan) });
  return plan;
}

function planOf({ rules, clock, archiveLagSeconds }: ReplayContext, request: ReplayRequest): ReplayPlan {
  checkWindow(request, clock.now(), archiveLagSeconds);
  return planReplay(rules, request);
}
