import { publishCommitted } from "../outbox/publish-committed.ts";
import { type CompleteStudyContext, completeStudy } from "../studies/complete-study.ts";

/** Counts a study anew. */
export interface StudyCounter {
  /** Answers false when there is no such study. */
  recount(tenantId: string, studyId: string): Promise<boolean>;
}

export interface RepairIndexContext extends CompleteStudyContext {
  readonly counter: StudyCounter;
}

/** What of one tenant is to be mended, by ids. */
export interface IndexRepairs {
  readonly counts: readonly string[];
  readonly completions: readonly string[];
  readonly events: readonly string[];
}

/**
 * Counts studies anew, completes those that were quiet for long enough, and publishes events that were left. Each does
 * nothing when there is nothing to do. Answers how much was done.
 */
export async function repairIndex(
  context: RepairIndexContext,
  tenantId: string,
  { counts, completions, events }: IndexRepairs,
): Promise<number> {
  let done = 0;
  for (const studyId of counts) if (await context.counter.recount(tenantId, studyId)) done += 1;
  for (const studyId of completions)
    if (await completeStudy(context, { tenantId, studyId }, "repair")) done += 1;
  const left = await context.outbox.load(tenantId, events);
  const failures = await publishCommitted(context, tenantId, left);
  return done + left.length - failures.length;
}
