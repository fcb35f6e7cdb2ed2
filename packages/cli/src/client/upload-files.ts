import pMap from "p-map";
import pRetry from "p-retry";
import type { ApiClient } from "./api-client.ts";
import { PutError, putFile } from "./put-file.ts";
import {
  MAX_SLOTS_PER_REQUEST,
  type RefusedName,
  requestUploadSlots,
  type UploadSlot,
} from "./upload-slots.ts";

export interface FileToUpload {
  /** Where the file is. */
  readonly path: string;
  /** What follows `tenants/{slug}/uploads/` in the key of the object. */
  readonly name: string;
}

/** A file that is an object now. Key and version id are what its receipt is found by. */
export interface UploadedFile {
  readonly key: string;
  readonly versionId: string;
  /** By the clock of the store. */
  readonly landedAt: Date;
  readonly file: FileToUpload;
}

export interface UploadProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface UploadOptions {
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Told of each file that could not be uploaded; the others go on. Without it the first failure is thrown. */
  readonly onFailure?: (file: FileToUpload, error: PutError) => void;
  /** Files at a time. */
  readonly concurrency?: number;
  /** Tries of one file. */
  readonly attempts?: number;
  /** Milliseconds before the second try; doubles. */
  readonly retryDelay?: number;
  readonly signal?: AbortSignal;
}

/**
 * So few that a URL is used within minutes of its making, however many files there are, and so many that asking for
 * them costs little.
 */
const SLOTS_AT_ONCE = Math.min(200, MAX_SLOTS_PER_REQUEST);

/** Uploads files through presigned URLs. A file that fails for a moment is tried again. Results are in the files' order. */
export async function uploadFiles(
  api: ApiClient,
  files: readonly FileToUpload[],
  options: UploadOptions = {},
): Promise<UploadedFile[]> {
  const { onProgress, onFailure, concurrency = 8, signal } = options;
  const slotOf = slotsInChunks(api, files);
  let done = 0;
  let failed = 0;
  const results = await pMap(
    files,
    async (file, index) => {
      const slot = await slotOf(index);
      try {
        if ("refused" in slot) throw nameRefused(slot);
        const uploaded = await uploadFile(api, file, slot, options);
        done += 1;
        return uploaded;
      } catch (error) {
        if (onFailure === undefined || !(error instanceof PutError)) throw error;
        failed += 1;
        onFailure(file, error);
        return undefined;
      } finally {
        onProgress?.({ done, failed, total: files.length });
      }
    },
    { concurrency, ...(signal !== undefined && { signal }) },
  );
  return results.filter((result) => result !== undefined);
}

/** Asks for the URLs of a chunk when the first file of it is reached. */
function slotsInChunks(api: ApiClient, files: readonly FileToUpload[]) {
  const chunks = new Map<number, Promise<(UploadSlot | RefusedName)[]>>();
  return async (index: number): Promise<UploadSlot | RefusedName> => {
    const first = index - (index % SLOTS_AT_ONCE);
    let chunk = chunks.get(first);
    if (chunk === undefined) {
      const names = files.slice(first, first + SLOTS_AT_ONCE).map((file) => file.name);
      chunk = requestUploadSlots(api, names);
      chunks.set(first, chunk);
    }
    const slot = (await chunk)[index - first];
    if (slot === undefined) throw new Error("an answer with one slot per file has one for each");
    return slot;
  };
}

function nameRefused({ refused }: RefusedName): PutError {
  return new PutError("name-refused", `its name cannot be part of a key: it ${refused}`, {
    transient: false,
  });
}

async function uploadFile(
  api: ApiClient,
  file: FileToUpload,
  slot: UploadSlot,
  { attempts = 4, retryDelay = 250, signal }: UploadOptions,
): Promise<UploadedFile> {
  let current: UploadSlot = slot;
  let renewed = false;
  return pRetry(async () => ({ key: current.key, ...(await putFile(file.path, current.url)), file }), {
    retries: attempts - 1,
    minTimeout: retryDelay,
    randomize: true,
    ...(signal !== undefined && { signal }),
    shouldRetry: async ({ error }) => {
      if (!(error instanceof PutError)) return false;
      if (error.status !== 403 || renewed) return error.transient;
      // The URL may have expired while other files went first.
      renewed = true;
      const [fresh = current] = await requestUploadSlots(api, [file.name]);
      if ("refused" in fresh) return false;
      current = fresh;
      return true;
    },
  });
}
