import type { TenantDirectory } from "../tenants/tenant-directory.ts";
import { ownerOf } from "./object-owner.ts";
import type { ObjectVersion } from "./object-reader.ts";
import { objectIdentity } from "./uploaded-object.ts";

/** How a version went: `expired` by a rule of the bucket's lifecycle, `removed` by a person or a program. */
export const REMOVED_AS = ["expired", "removed"] as const;
export type RemovedAs = (typeof REMOVED_AS)[number];

/** A version that is gone for good. A delete marker is no such thing: it hides a key, and its versions stay. */
export interface ObjectRemoval extends ObjectVersion {
  readonly removedAt: Date;
  readonly removedAs: RemovedAs;
  /** Id of S3's event. */
  readonly eventId: string;
}

/** What removals changed, in numbers. */
export interface RemovalRecord {
  /** Receipts that say it now. */
  readonly receipts: number;
  /** Instances that have no file any more. */
  readonly withoutFile: number;
}

export interface RemovalStore {
  /**
   * Records removals of one tenant in one transaction. The first that is told of a version counts; one of a version without a
   * receipt waits for it. An instance whose file is gone takes over an identical version's, if one is left. Recording again
   * changes nothing. Throws an AppError of kind `unavailable` when the store cannot be reached.
   */
  record(tenantId: string, removals: readonly ObjectRemoval[]): Promise<RemovalRecord>;
}

export interface RemovalContext {
  readonly tenants: TenantDirectory;
  readonly removals: RemovalStore;
}

/** Lets receipts and the index say which versions are gone. Throws what is worth another try. */
export async function recordRemovals(
  context: RemovalContext,
  removals: readonly ObjectRemoval[],
): Promise<RemovalRecord> {
  const groups = new Map<string, Map<string, ObjectRemoval>>();
  for (const removal of removals) {
    const { owner } = await ownerOf(context.tenants, removal.key);
    const group = groups.get(owner.tenantId) ?? new Map<string, ObjectRemoval>();
    groups.set(owner.tenantId, group);
    const identity = objectIdentity(removal);
    group.set(identity, group.get(identity) ?? removal);
  }
  let [receipts, withoutFile] = [0, 0];
  for (const [tenantId, group] of groups) {
    const record = await context.removals.record(tenantId, [...group.values()]);
    receipts += record.receipts;
    withoutFile += record.withoutFile;
  }
  return { receipts, withoutFile };
}
