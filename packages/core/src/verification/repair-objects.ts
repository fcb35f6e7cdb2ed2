import { AppError } from "../errors.ts";
import type { Ids } from "../ids.ts";
import type { UploadedObject } from "../ingestion/uploaded-object.ts";
import type { IngestRequests, ListedVersion } from "../operations/reingest.ts";
import type { VersionListing } from "./verify-objects.ts";

export interface RepairObjectsContext {
  readonly versions: VersionListing;
  readonly requests: IngestRequests;
  readonly ids: Ids;
}

/**
 * Sends versions through ingestion, as S3's event would have. One that has its receipt meanwhile keeps it, and one that is not in
 * the bucket is left out. Answers how many were sent. Throws `repair.queue-unavailable`: the same call can be made again.
 */
export async function repairObjects(
  { versions, requests, ids }: RepairObjectsContext,
  wanted: readonly Pick<ListedVersion, "key" | "versionId">[],
): Promise<number> {
  const objects: UploadedObject[] = [];
  for (const { key, versionId } of wanted) {
    const found = await find(versions, key, versionId);
    if (found !== undefined) objects.push({ ...found, sequencer: undefined, eventId: ids.next() });
  }
  const left = await requests.send(objects);
  if (left === 0) return objects.length;
  throw new AppError("unavailable", "repair.queue-unavailable", "The queue did not take all. Try again.", {
    retryAfterSeconds: 1,
  });
}

/** S3's own limit, in bytes of UTF-8: a longer prefix is refused. */
const MAX_KEY_BYTES = 1024;

/** What the bucket says of it: nothing of a version is taken from the request but its name. */
async function find(
  listing: VersionListing,
  key: string,
  versionId: string,
): Promise<ListedVersion | undefined> {
  if (key === "" || new TextEncoder().encode(key).length > MAX_KEY_BYTES) return undefined;
  for await (const version of listing.versions(key, undefined)) {
    if (version.key !== key) return undefined;
    if (version.versionId === versionId) return version;
  }
  return undefined;
}
