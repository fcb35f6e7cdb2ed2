import type { OutgoingEvent } from "../event-publisher.ts";
import { UnreadableEvents } from "./outbox-store.ts";
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
 * Publishes what writers committed and did not live to publish, with the same event ids. An event that cannot be read, and
 * a tenant whose events cannot, hold up no others: the first such error is thrown when all have had their turn. What the
 * bus refuses, or nobody can read, goes behind what is younger, so that it never fills a sweep for ever.
 */
export async function sweepOutbox(context: PublishContext): Promise<SweepReport> {
  const olderThan = new Date(context.clock.now().getTime() - SETTLE_SECONDS * 1000);
  const entries = await context.outbox.unpublished(olderThan, AT_MOST);
  let published = 0;
  let failed = 0;
  const errors: unknown[] = [];
  const postpone = async (tenantId: string, ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    try {
      await context.outbox.postpone(tenantId, ids, context.clock.now());
    } catch (error) {
      // They stay where they are, and the next sweep begins with them again.
      errors.push(error);
    }
  };
  const readable = async (tenantId: string, ids: readonly string[]): Promise<readonly OutgoingEvent[]> => {
    try {
      return await context.outbox.load(tenantId, ids);
    } catch (error) {
      if (!(error instanceof UnreadableEvents)) throw error;
      errors.push(error);
      await postpone(tenantId, [...error.ids]);
      return context.outbox.load(
        tenantId,
        ids.filter((id) => !error.ids.has(id)),
      );
    }
  };
  for (const [tenantId, group] of Map.groupBy(entries, (entry) => entry.tenantId)) {
    try {
      const events = await readable(
        tenantId,
        group.map((entry) => entry.id),
      );
      const failures = await publishCommitted(context, tenantId, events);
      failed += failures.length;
      published += events.length - failures.length;
      await postpone(
        tenantId,
        failures.map(({ id }) => id),
      );
    } catch (error) {
      errors.push(error);
      await postpone(
        tenantId,
        group.map(({ id }) => id),
      );
    }
  }
  if (errors.length > 0) throw errors[0];
  return { published, failed, full: entries.length === AT_MOST };
}
