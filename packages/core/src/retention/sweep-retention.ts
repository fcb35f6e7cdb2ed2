import type { Clock } from "../clock.ts";
import type { ObjectVersion } from "../ingestion/object-reader.ts";
import type { RemovalStore } from "../ingestion/record-removals.ts";
import { objectIdentity } from "../ingestion/uploaded-object.ts";

/** The files of a study outlive the order that it fulfilled by so much: an order may be disputed. */
export const KEPT_AFTER_FULFILMENT_DAYS = 30;

/** As many versions of a tenant go before the next tenant has its turn. */
const AT_A_TIME = 250;
/** No turn is begun later than this: a run has a time limit. */
const RUN_MS = 30_000;
/** A run begins with another tenant than the one before it. */
const RUN_EVERY_MS = 900_000;
const DAY_MS = 86_400_000;

export interface DueBefore {
  /** Studies whose last file landed before it, and files that belong to none and did. */
  readonly landed: Date;
  /** Studies that fulfilled an order since are kept. */
  readonly fulfilled: Date;
}

/** Which versions are to go. Throws an AppError of kind `unavailable` when the store cannot be reached. */
export interface RetentionStore {
  /** The tenants whose files do not stay for ever. */
  tenants(): Promise<readonly RetainingTenant[]>;
  /**
   * Gives back studies that an earlier run retired and got no further with, if they are needed now: an order came, or the tenant
   * keeps for longer. They are told as complete again, so that the order meets them.
   */
  spare(tenantId: string, due: DueBefore, now: Date): Promise<void>;
  /**
   * Answers versions that are to go: what was decided and not done, but for what was put back at `since` or later; and, where
   * that is less than `atMost`, what is due besides. A study is retired as a whole, whatever its size, when its last file
   * landed long enough ago, and not while it still arrives, is a candidate for an order, carries the number of one that waits,
   * or fulfils one that has not gone on or did so a short time ago. That it is retired and that no order needs it is one
   * step: no order is matched with it from then on, and one that was matched before keeps it.
   */
  decide(
    tenantId: string,
    due: DueBefore,
    options: { readonly now: Date; readonly since: Date; readonly atMost: number },
  ): Promise<readonly ObjectVersion[]>;
  /** They could not be deleted: others have their turn first. */
  putBack(tenantId: string, versions: readonly ObjectVersion[], at: Date): Promise<void>;
  /** They are deleted. */
  done(tenantId: string, versions: readonly ObjectVersion[], at: Date): Promise<void>;
}

export interface RetainingTenant {
  readonly tenantId: string;
  readonly retentionDays: number;
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

/** What a run did, in numbers of versions. */
export type RetentionReport = { readonly expired: number; readonly failed: number };

/**
 * Deletes what is older than its tenant's retention, until nothing is left or the time is up. The tenants take turns of a
 * bounded number of versions, and each run begins with another, so that none waits for what another leaves behind. That
 * versions are to go is written before they are deleted, and that they are gone after: a run that ends in between is finished by
 * the next. S3's own event of the deletion finds its receipt `expired`, whichever comes first. A tenant that fails holds up no
 * other: the first error is thrown when all had their turns.
 */
export async function sweepRetention(
  context: RetentionContext,
  causationId: string,
): Promise<RetentionReport> {
  const { retention, clock } = context;
  const run = { startedAt: clock.now(), causationId };
  let [expired, failed] = [0, 0];
  const errors: unknown[] = [];
  const spared = new Set<string>();
  let turn = rotated(await retention.tenants(), run.startedAt);
  while (turn.length > 0) {
    const next: RetainingTenant[] = [];
    for (const tenant of turn) {
      const now = clock.now();
      if (now.getTime() - run.startedAt.getTime() > RUN_MS) return finish({ expired, failed }, errors);
      try {
        const due = dueBefore(tenant, now);
        if (!spared.has(tenant.tenantId)) await retention.spare(tenant.tenantId, due, now);
        spared.add(tenant.tenantId);
        const swept = await sweepPortion(context, tenant.tenantId, due, run);
        expired += swept.expired;
        failed += swept.failed;
        if (swept.expired + swept.failed > 0) next.push(tenant);
      } catch (error) {
        errors.push(error);
      }
    }
    turn = next;
  }
  return finish({ expired, failed }, errors);
}

function finish(report: RetentionReport, errors: readonly unknown[]): RetentionReport {
  if (errors.length > 0) throw errors[0];
  return report;
}

function rotated<Item>(items: readonly Item[], now: Date): readonly Item[] {
  const first = items.length > 0 ? Math.floor(now.getTime() / RUN_EVERY_MS) % items.length : 0;
  return [...items.slice(first), ...items.slice(0, first)];
}

function dueBefore({ retentionDays }: RetainingTenant, now: Date): DueBefore {
  return {
    landed: new Date(now.getTime() - retentionDays * DAY_MS),
    fulfilled: new Date(now.getTime() - KEPT_AFTER_FULFILMENT_DAYS * DAY_MS),
  };
}

async function sweepPortion(
  { retention, remover, removals, clock }: RetentionContext,
  tenantId: string,
  due: DueBefore,
  { startedAt, causationId }: { readonly startedAt: Date; readonly causationId: string },
): Promise<RetentionReport> {
  const now = clock.now();
  const versions = await retention.decide(tenantId, due, { now, since: startedAt, atMost: AT_A_TIME });
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
