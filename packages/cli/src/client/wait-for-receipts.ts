import { setTimeout as pause } from "node:timers/promises";
import { type ApiClient, ApiProblem } from "./api-client.ts";
import { listReceipts, type Receipt } from "./receipts.ts";
import type { UploadedFile } from "./upload-files.ts";

export interface WaitOptions {
  /** Milliseconds until those without a receipt are given up. */
  readonly timeout?: number;
  /** Milliseconds between two looks; grows to ten times as much. */
  readonly interval?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

export interface WaitResult {
  /** In the order of the uploaded files. */
  readonly receipts: readonly { readonly uploaded: UploadedFile; readonly receipt: Receipt }[];
  /** Without a receipt when the time was up. */
  readonly missing: readonly UploadedFile[];
}

const PAGE = 200;

/** The clocks of the store and of the receipts' writer differ by less. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Waits until every uploaded object version has its receipt, or the time is up. */
export async function waitForReceipts(
  api: ApiClient,
  uploaded: readonly UploadedFile[],
  { timeout = 120_000, interval = 250, onProgress, signal }: WaitOptions = {},
): Promise<WaitResult> {
  const deadline = performance.now() + timeout;
  const found = new Map<string, Receipt>();
  const wanted = new Set(uploaded.map(identity));
  const landed = uploaded.reduce((least, one) => Math.min(least, one.landedAt.getTime()), Date.now());
  const since = new Date(landed - CLOCK_SKEW_MS).toISOString();
  let wait = interval;
  while (wanted.size > 0) {
    await look(api, wanted, found, since);
    onProgress?.({ done: found.size, total: wanted.size });
    if (found.size === wanted.size || performance.now() >= deadline) break;
    await pause(Math.min(wait, Math.max(0, deadline - performance.now())), undefined, { signal });
    wait = Math.min(wait * 1.5, interval * 10);
  }
  return {
    receipts: uploaded.flatMap((one) => {
      const receipt = found.get(identity(one));
      return receipt === undefined ? [] : [{ uploaded: one, receipt }];
    }),
    missing: uploaded.filter((one) => !found.has(identity(one))),
  };
}

/** One walk through the receipts since the first upload, newest first, until all are found. */
async function look(
  api: ApiClient,
  wanted: ReadonlySet<string>,
  found: Map<string, Receipt>,
  since: string,
): Promise<void> {
  try {
    for await (const page of listReceipts(api, { since, limit: PAGE })) {
      for (const receipt of page.items) {
        const id = identity(receipt);
        if (wanted.has(id)) found.set(id, receipt);
      }
      if (found.size === wanted.size) return;
    }
  } catch (error) {
    // The answer of a busy system: the next look may have a better one.
    if (!(error instanceof ApiProblem) || !error.transient) throw error;
  }
}

/** Versions of one object have one key. */
function identity(of: { readonly key: string; readonly versionId: string }): string {
  return JSON.stringify([of.key, of.versionId]);
}
