import { type CompleteStudyContext, completeStudy } from "./complete-study.ts";

const AT_MOST = 200;

/** Completes the studies whose hint was lost or came too early. Answers how many it completed. */
export async function sweepQuietStudies(context: CompleteStudyContext, causationId: string): Promise<number> {
  let completed = 0;
  for (const study of await context.completions.due(context.clock.now(), AT_MOST)) {
    if (await completeStudy(context, study, causationId)) completed += 1;
  }
  return completed;
}
