import type { Clock } from "../clock.ts";
import type { ObjectVersion } from "../ingestion/object-reader.ts";
import type { RemovalStore } from "../ingestion/record-removals.ts";
import { objectIdentity } from "../ingestion/uploaded-object.ts";

/** The files of a study outlive the order that it fulfilled by so much: an order may be disputed. */
export const KEPT_AFTER_FULFILMENT_DAYS = 30;

/** As many versions of a tenant go in one run. */
const AT_MOST = 1000;
/** No tenant is begun later than this: a run has a time limit. */
const RUN_MS = 30_000;
const DAY_MS = 86_400_000;

export interface DueBefore {
  /** Files whose study, or who themselves, landed last before it. */
  readonly landed: Date;
  /** Files of studies that fulfilled an order since are kept. */
  readonly fulfilled: Date;
}

/** Which versions are to go. Throws an AppError of kind `unavailable` when the store cannot be reached. */
export interface RetentionStore {
  /** The tenants whose files do not stay for ever. */
  tenants(): Promise<readonly { readonly tenantId: string; readonly retentionDays: number }[]>;
  /**
   * Writes down which versions are to go, and answers these and those of earlier runs that are not done and are still to go,
   * no more than half of all. The files of a study go together, so many days after the last of them landed, and not while it still arrives, is a candidate
   * for an order, carries the number of one that waits, or fulfils one that has not gone on or did so a short time ago.
   */
  decide(
    tenantId: string,
    due: DueBefore,
    options: { readonly now: Date; readonly atMost: number },
  ): Promise<readonly ObjectVersion[]>;
  /** They could not be deleted: others have their turn first. */
  putBack(tenantId: string, versions: readonly ObjectVersion[], at: Date): Promise<void>;
  /** They are deleted. */
  done(tenantId: string, versions: readonly ObjectVersion[], at: Date): Promise<void>;
}

/** Deletes versions for good. */
export interface VersionRemover {
  /** Answers those that could not be deleted. One that is not there is deleted. */
  remove(versions: readonly ObjectVersion[]): Promise<readonly ObjectVersion[]>;
}

export interface RetentionContext {
  readonly retention: RetentionStore;
  readonly remover: VersionRemover;
  readonly removals: RemovalStore;
  readonly clock: Clock;
}

/**
 * Deletes what is older than its tenant's retention, a bounded number of versions. That they are to go is written before they
 * are deleted, and that they are gone after: a run that ends in between is finished by the next. S3's own event of the
 * deletion finds its receipt `expired`, whichever comes first. A tenant that fails holds up no other: the first error is
 * thrown when all had their turn.
 */
export async function sweepRetention(
  context: RetentionContext,
  causationId: string,
): Promise<{ readonly expired: number; readonly failed: number }> {
  const { retention, clock } = context;
  const start = clock.now().getTime();
  let [expired, failed] = [0, 0];
  const errors: unknown[] = [];
  for (const tenant of await retention.tenants()) {
    if (clock.now().getTime() - start > RUN_MS) break;
    try {
      const swept = await sweepTenant(context, tenant, causationId);
      expired += swept.expired;
      failed += swept.failed;
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return { expired, failed };
}

async function sweepTenant(
  { retention, remover, removals, clock }: RetentionContext,
  { tenantId, retentionDays }: { readonly tenantId: string; readonly retentionDays: number },
  causationId: string,
): Promise<{ readonly expired: number; readonly failed: number }> {
  const now = clock.now();
  const due = {
    landed: new Date(now.getTime() - retentionDays * DAY_MS),
    fulfilled: new Date(now.getTime() - KEPT_AFTER_FULFILMENT_DAYS * DAY_MS),
  };
  const versions = await retention.decide(tenantId, due, { now, atMost: AT_MOST });
  if (versions.length === 0) return { expired: 0, failed: 0 };
  let left = versions;
  try {
    left = await remover.remove(versions);
  } finally {
    if (left.length > 0) await retention.putBack(tenantId, left, clock.now());
  }
  const names = new Set(left.map(objectIdentity));
  const gone = versions.filter((version) => !names.has(objectIdentity(version)));
  await removals.record(
    tenantId,
    gone.map((version) => ({ ...version, removedAt: now, removedAs: "expired", eventId: causationId })),
  );
  await retention.done(tenantId, gone, clock.now());
  return { expired: gone.length, failed: left.length };
}
