/** What landed against what was recorded: each version of an object has its receipt, and the reverse. */
import type { Outcome } from "../ingestion/ingest-store.ts";
import type { ListedVersion } from "../operations/reingest.ts";
import { SYSTEM_TENANT_ID } from "../tenants/tenant-directory.ts";
import type { Violation } from "./law.ts";
import { mergeByKey } from "./merge-by-key.ts";
import { compareKeys } from "./order-of-keys.ts";
import { PortionBuilder } from "./portion-builder.ts";
import { inScope, type Portion, type Scope } from "./verification.ts";
import type { Stage, WalkedTenant } from "./walk-tenants.ts";

/** All versions in the bucket, by key, without delete markers. */
export interface VersionListing {
  /** Those whose key begins so and comes after the key. */
  versions(prefix: string, after: string | undefined): AsyncIterable<ListedVersion>;
}

/** A receipt, as far as it is compared with the bucket. */
export interface ListedReceipt {
  readonly id: string;
  readonly key: string;
  readonly versionId: string;
  readonly outcome: Outcome;
  readonly landedAt: Date;
  /** The object is not there any more, and the receipt says so. */
  readonly gone: boolean;
}

export interface ReceiptListing {
  /** Receipts of a tenant after the key, by key in the order of UTF-8. */
  receipts(tenantId: string, after: string | undefined): AsyncIterable<ListedReceipt>;
  /** Which of these versions have a receipt of the tenant. */
  present(
    tenantId: string,
    versions: readonly Pick<ListedVersion, "key" | "versionId">[],
  ): Promise<ReadonlySet<string>>;
}

export interface ObjectsContext {
  readonly versions: VersionListing;
  readonly receipts: ReceiptListing;
  /** All slugs but the system's: whose uploads are not the system's to account for. */
  slugs(): Promise<readonly string[]>;
}

/** Receipts of objects whose key names no tenant belong to the system's own. */
export const SYSTEM_SLUG = "_system";

/** Keys that one portion looks at, and what it finds wrong: an answer holds at most 6 MB, and a key has 1024 bytes. */
const KEYS_PER_PORTION = 2000;
const MOST_WRONG = 500;
/** Folders of tenants that one portion of the system's leaves out: each takes a request, and a portion some seconds. */
const FOLDERS_PER_PORTION = 100;

export const versionName = ({ key, versionId }: Pick<ListedVersion, "key" | "versionId">): string =>
  JSON.stringify([key, versionId]);

const uploadsOf = (slug: string): string => `tenants/${slug}/uploads/`;

export function objectsStage(context: ObjectsContext): Stage {
  return {
    name: "objects",
    async portion(tenant, scope, cursor) {
      const sides =
        tenant.slug === SYSTEM_SLUG
          ? await othersSides(context, cursor)
          : tenantSides(context, tenant, cursor);
      return compare(context, tenant, scope, sides);
    },
  };
}

interface Sides {
  readonly versions: AsyncIterable<ListedVersion>;
  readonly receipts: AsyncIterable<ListedReceipt>;
  /** The key behind which the versions were not listed: the next portion goes on there. */
  readonly stop: { key?: string };
}

function tenantSides(
  { versions, receipts }: ObjectsContext,
  tenant: WalkedTenant,
  after: string | undefined,
): Sides {
  return {
    versions: versions.versions(uploadsOf(tenant.slug), after),
    receipts: receipts.receipts(tenant.id, after),
    stop: {},
  };
}

/**
 * What belongs to no tenant: everything outside of the tenants' uploads. A tenant that was registered later has receipts of
 * the system's in its folder; those are looked for from the version's side.
 */
async function othersSides(context: ObjectsContext, after: string | undefined): Promise<Sides> {
  const folders = new Set((await context.slugs()).map(uploadsOf));
  const folderOf = (key: string) => {
    const folder = ANY_FOLDER.exec(key)?.[0];
    return folder !== undefined && folders.has(folder) ? folder : undefined;
  };
  const stop: Sides["stop"] = {};
  return {
    stop,
    versions: outside(context.versions, folderOf, after, stop),
    receipts: filter(
      context.receipts.receipts(SYSTEM_TENANT_ID, after),
      ({ key }) => folderOf(key) === undefined,
    ),
  };
}

const ANY_FOLDER = /^tenants\/[^/]+\/uploads\//;

/** Above every name in a folder. */
const LAST = "\u{10ffff}";

/** Versions outside of the folders. It does not list what it leaves out: it goes on behind it, or stops there. */
async function* outside(
  listing: VersionListing,
  folderOf: (key: string) => string | undefined,
  after: string | undefined,
  stop: Sides["stop"],
): AsyncGenerator<ListedVersion, void, undefined> {
  let from = after;
  for (let left = 0; left < FOLDERS_PER_PORTION; left++) {
    let folder: string | undefined;
    for await (const version of listing.versions("", from)) {
      folder = folderOf(version.key);
      if (folder !== undefined) break;
      yield version;
    }
    if (folder === undefined) return;
    from = folder + LAST;
  }
  if (from !== undefined) stop.key = from;
}

async function* filter<Item>(items: AsyncIterable<Item>, wanted: (item: Item) => boolean) {
  for await (const item of items) if (wanted(item)) yield item;
}

async function compare(
  context: ObjectsContext,
  tenant: WalkedTenant,
  scope: Scope,
  sides: Sides,
): Promise<Portion> {
  const found = new PortionBuilder();
  const lacking: ListedVersion[] = [];
  let keys = 0;
  let cursor: string | undefined;
  for await (const { key, left, right } of mergeByKey(sides.versions, sides.receipts)) {
    if (isBehind(key, sides.stop)) break;
    const recorded = new Map(right.map((receipt) => [receipt.versionId, receipt]));
    const landed = new Set(left.map(({ versionId }) => versionId));
    const due = left.filter((version) => inScope(scope, version.landedAt));
    found.checked("version-has-receipt", due.length);
    lacking.push(...due.filter(({ versionId }) => !recorded.has(versionId)));
    for (const receipt of right.filter(({ landedAt }) => inScope(scope, landedAt))) {
      found.checked("receipt-has-version");
      found.count(`receipts ${receipt.outcome}`);
      if (receipt.gone) found.count("receipts of objects that are gone");
      else if (!landed.has(receipt.versionId)) found.report([lost(tenant, receipt)]);
    }
    keys += 1;
    if (keys < KEYS_PER_PORTION && lacking.length + found.violationCount < MOST_WRONG) continue;
    cursor = key;
    break;
  }
  found.report(await unrecorded(context, tenant, lacking));
  return found.end(cursor ?? sides.stop.key);
}

/** Receipts are there, and nobody looked for their versions. */
function isBehind(key: string, stop: Sides["stop"]): boolean {
  return stop.key !== undefined && compareKeys(key, stop.key) > 0;
}

function lost(tenant: WalkedTenant, receipt: ListedReceipt): Violation {
  return {
    law: "receipt-has-version",
    problem: "version-is-gone",
    tenantId: tenant.id,
    subject: { kind: "receipt", id: receipt.id },
    facts: { outcome: receipt.outcome },
  };
}

/** A receipt may be the system's: the tenant was registered after the object had landed. */
async function unrecorded(
  { receipts }: ObjectsContext,
  tenant: WalkedTenant,
  lacking: readonly ListedVersion[],
): Promise<readonly Violation[]> {
  if (lacking.length === 0) return [];
  const present = await receipts.present(SYSTEM_TENANT_ID, lacking);
  return lacking
    .filter((version) => !present.has(versionName(version)))
    .map((version) => ({
      law: "version-has-receipt",
      problem: "no-receipt",
      tenantId: tenant.id,
      subject: { kind: "version", key: version.key, versionId: version.versionId },
      facts: { landedAt: version.landedAt.toISOString() },
      repairable: true,
    }));
}
