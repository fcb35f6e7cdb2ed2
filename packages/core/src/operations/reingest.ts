import { AppError } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import type { Page } from "../paging.ts";
import type { Receipt, ReceiptDirectory } from "../receipts/receipt-directory.ts";
import type { TenantDirectory } from "../tenants/tenant-directory.ts";

/** One version of one object, as a listing of the bucket tells of it. */
export type ListedVersion = Omit<UploadedObject, "eventId" | "sequencer">;

/** The uploads bucket, as a list. */
export interface ObjectListing {
  /**
   * Up to `limit` versions of objects whose key begins so, by key, without delete markers. The cursor holds a key, so it
   * may hold patient data: it belongs in bodies only. Throws `InvalidCursor`.
   */
  page(prefix: string, request: { limit: number; cursor: string | undefined }): Promise<Page<ListedVersion>>;
}

/** The queue that S3's events go to. */
export interface IngestRequests {
  /** Answers how many the queue did not take. */
  send(objects: readonly UploadedObject[]): Promise<number>;
}

export interface ReingestContext {
  readonly tenants: TenantDirectory;
  readonly receipts: Pick<ReceiptDirectory, "get">;
  readonly listing: ObjectListing;
  readonly requests: IngestRequests;
  readonly ids: Ids;
}

/** The most versions of one call. */
export const MAX_LISTED = 1000;

export interface ReingestRequest {
  /** What the names of the uploads begin with, below the tenant's folder; empty for all. */
  readonly prefix: string;
  /** Only versions that landed at or after. */
  readonly since?: Date | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly dryRun: boolean;
}

export interface ReingestReport {
  /** Versions that this page of the listing has. */
  readonly listed: number;
  /** Those of them that were meant, and in a run that is not dry were sent. */
  readonly selected: number;
  /** Where the next call goes on; undefined at the end. */
  readonly cursor: string | undefined;
}

/**
 * Sends versions that are in the bucket through ingestion again, one page of the listing per call. A version that has its
 * receipt keeps it, so this makes good what was lost, and repeats are harmless. Throws `reingest.queue-unavailable`:
 * the same call can be made again.
 */
export async function reingestObjects(
  context: ReingestContext,
  tenantId: string,
  request: ReingestRequest,
): Promise<ReingestReport> {
  const tenant = await context.tenants.byId(tenantId);
  if (tenant === undefined)
    throw new AppError("denied", "tenant.unknown", "The token's tenant does not exist.");
  const { prefix, since, limit, cursor, dryRun } = request;
  const page = await context.listing.page(`tenants/${tenant.slug}/uploads/${prefix}`, { limit, cursor });
  const meant = page.items.filter(({ landedAt }) => since === undefined || landedAt >= since);
  if (!dryRun) await send(context, meant);
  return { listed: page.items.length, selected: meant.length, cursor: page.cursor };
}

/** Sends the one version that a receipt is of. Throws `receipt.not-found`. */
export async function reingestReceipt(
  context: ReingestContext,
  tenantId: string,
  receiptId: string,
  dryRun: boolean,
): Promise<ReingestReport> {
  const receipt = await context.receipts.get(tenantId, receiptId);
  if (receipt === undefined)
    throw new AppError("not-found", "receipt.not-found", "There is no such receipt.");
  if (!dryRun) await send(context, [versionOf(receipt)]);
  return { listed: 1, selected: 1, cursor: undefined };
}

function versionOf({ bucket, key, versionId, size, landedAt }: Receipt): ListedVersion {
  return { bucket, key, versionId, size, landedAt, etag: undefined };
}

async function send(context: ReingestContext, versions: readonly ListedVersion[]): Promise<void> {
  const objects = versions.map((version) => ({
    ...version,
    sequencer: undefined,
    // The correlation id of what follows.
    eventId: context.ids.next(),
  }));
  const left = await context.requests.send(objects);
  if (left === 0) return;
  throw new AppError("unavailable", "reingest.queue-unavailable", "The queue did not take all. Try again.", {
    retryAfterSeconds: 1,
  });
}
