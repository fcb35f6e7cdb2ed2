import { type PublishContext, publishCommitted } from "./publish-committed.ts";

/** Younger entries are on their way: their writer publishes them right after its commit. */
const SETTLE_SECONDS = 30;
const AT_MOST = 500;

export interface SweepReport {
  readonly published: number;
  readonly failed: number;
  /** True when there may be more: the sweeper is behind. */
  readonly full: boolean;
}

/**
 * Publishes what writers committed and did not live to publish, with the same event ids. A tenant whose events cannot
 * be read does not hold up the others: the first such error is thrown when all have had their turn.
 */
export async function sweepOutbox(context: PublishContext): Promise<SweepReport> {
  const olderThan = new Date(context.clock.now().getTime() - SETTLE_SECONDS * 1000);
  const entries = await context.outbox.unpublished(olderThan, AT_MOST);
  let published = 0;
  let failed = 0;
  const errors: unknown[] = [];
  for (const [tenantId, group] of Map.groupBy(entries, (entry) => entry.tenantId)) {
    try {
      const events = await context.outbox.load(
        tenantId,
        group.map((entry) => entry.id),
      );
      const failures = await publishCommitted(context, tenantId, events);
      failed += failures.length;
      published += events.length - failures.length;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return { published, failed, full: entries.length === AT_MOST };
}
