import { studyCompleted } from "@accession/events/studies/study.completed";
import type { Ids } from "../ids.ts";
import { type PublishContext, publishCommitted } from "../outbox/publish-committed.ts";
import type { CompletionStore, DueStudy } from "./completion-store.ts";

export interface CompleteStudyContext extends PublishContext {
  readonly completions: CompletionStore;
  readonly ids: Ids;
  readonly homeRegion: string;
}

/**
 * Completes a study whose quiet period is over: one `study.completed` per arrival version, however often and from
 * wherever it is asked. Answers whether this call did it. A study that is not due yet needs nothing: whatever moved
 * its due time has left a hint of its own.
 */
export async function completeStudy(
  context: CompleteStudyContext,
  study: DueStudy,
  causationId: string,
): Promise<boolean> {
  const { tenantId, studyId } = study;
  const now = context.clock.now();
  const event = await context.completions.complete(tenantId, studyId, now, (completed) => ({
    source: studyCompleted.source,
    envelope: studyCompleted.create({
      id: context.ids.next(),
      tenantId,
      aggregateId: completed.studyId,
      aggregateVersion: completed.arrivalVersion,
      occurredAt: now.toISOString(),
      homeRegion: context.homeRegion,
      meta: { correlationId: completed.correlationId, causationId, actor: "complete-study" },
      data: {
        instanceCount: completed.instanceCount,
        seriesCount: completed.seriesCount,
        byteCount: completed.byteCount,
      },
    }),
  }));
  if (event === undefined) return false;
  await publishCommitted(context, tenantId, [event]);
  return true;
}
