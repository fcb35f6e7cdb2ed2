import { type PublishContext, publishCommitted } from "../outbox/publish-committed.ts";
import type { StudyMatches, StudyToMatch } from "./study-matches.ts";

export interface MatchStudyContext extends PublishContext {
  readonly matches: StudyMatches;
}

/** Matches a complete study, and publishes what came of it. Answers how many links now count. */
export async function matchStudy(context: MatchStudyContext, study: StudyToMatch): Promise<number> {
  const events = await context.matches.match(study);
  await publishCommitted(context, study.tenantId, events);
  return events.length;
}
