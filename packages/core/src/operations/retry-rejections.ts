import { AppError } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import type { Receipt, ReceiptDirectory } from "../receipts/receipt-directory.ts";
import { SYSTEM_TENANT_ID, type TenantDirectory } from "../tenants/tenant-directory.ts";
import type { IngestRequests } from "./reingest.ts";

export interface RetryRejectionsContext {
  readonly tenants: Pick<TenantDirectory, "byId">;
  readonly receipts: Pick<ReceiptDirectory, "get" | "list">;
  readonly requests: IngestRequests;
  readonly ids: Ids;
}

/** The most rejections of one call. */
export const MAX_RETRIED = 500;

/** Which rejections: those of a reason, page by page, or some receipts. */
export type RetryRejectionsRequest = { readonly dryRun: boolean } & (
  | { readonly receiptIds: readonly string[] }
  | {
      readonly reason: string;
      readonly since?: Date | undefined;
      readonly until?: Date | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    }
);

export interface RetryRejectionsReport {
  /** Rejected versions that were meant, and in a run that is not dry were sent. */
  readonly selected: number;
  /** Where the next call goes on; undefined at the end. */
  readonly cursor: string | undefined;
}

/**
 * Sends rejected versions to be judged anew, for when what they were rejected for is mended: a limit was raised, a tenant was
 * registered. The receipt stays the one of its version; what it said is kept. A version that comes to the same again changes
 * nothing, so repeats are harmless. Objects under the tenant's prefix that came before it was registered are among those of
 * `unknown-tenant`. Throws `retry.queue-unavailable` (the same call can be made again) and `InvalidCursor`.
 */
export async function retryRejections(
  context: RetryRejectionsContext,
  tenantId: string,
  request: RetryRejectionsRequest,
): Promise<RetryRejectionsReport> {
  const { items, cursor } = await rejectionsOf(context, tenantId, request);
  if (!request.dryRun && items.length > 0) await send(context, items);
  return { selected: items.length, cursor };
}

async function rejectionsOf(
  context: RetryRejectionsContext,
  tenantId: string,
  request: RetryRejectionsRequest,
): Promise<{ items: readonly Receipt[]; cursor: string | undefined }> {
  if ("receiptIds" in request) {
    const found = await Promise.all(request.receiptIds.map((id) => context.receipts.get(tenantId, id)));
    const items = found.filter((receipt) => receipt !== undefined);
    return { items: items.filter(({ outcome }) => outcome === "rejected"), cursor: undefined };
  }
  const { reason, since, until, limit, cursor } = request;
  const query = { outcome: "rejected", reason, since, until, limit, cursor } as const;
  if (reason !== "unknown-tenant") return context.receipts.list(tenantId, query);
  const tenant = await context.tenants.byId(tenantId);
  if (tenant === undefined)
    throw new AppError("denied", "tenant.unknown", "The token's tenant does not exist.");
  const keyPrefix = `tenants/${tenant.slug}/uploads/`;
  return context.receipts.list(SYSTEM_TENANT_ID, { ...query, keyPrefix });
}

async function send(context: RetryRejectionsContext, receipts: readonly Receipt[]): Promise<void> {
  const objects = receipts.map(
    ({ bucket, key, versionId, size, etag, landedAt }): UploadedObject => ({
      bucket,
      key,
      versionId,
      size,
      etag,
      landedAt,
      sequencer: undefined,
      // The correlation id of what follows.
      eventId: context.ids.next(),
      judgeAnew: true,
    }),
  );
  if ((await context.requests.send(objects)) === 0) return;
  throw new AppError("unavailable", "retry.queue-unavailable", "The queue did not take all. Try again.", {
    retryAfterSeconds: 1,
  });
}
