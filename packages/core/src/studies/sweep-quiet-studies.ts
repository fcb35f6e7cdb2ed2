import { type CompleteStudyContext, completeStudy } from "./complete-study.ts";

const AT_MOST = 200;

/**
 * Completes the studies whose hint was lost or came too early. Answers how many it completed. A study that fails does
 * not hold up those behind it: the first error is thrown when all have had their turn.
 */
export async function sweepQuietStudies(context: CompleteStudyContext, causationId: string): Promise<number> {
  let completed = 0;
  const errors: unknown[] = [];
  for (const study of await context.completions.due(context.clock.now(), AT_MOST)) {
    try {
      if (await completeStudy(context, study, causationId)) completed += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return completed;
}
