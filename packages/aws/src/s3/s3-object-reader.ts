import { AppError } from "@accession/core/errors";
import {
  ObjectGone,
  type ObjectReader,
  type ObjectVersion,
  type ReadableVersion,
} from "@accession/core/ingestion/object-reader";
import { HeadObjectCommand, type HeadObjectOutput, type S3Client } from "@aws-sdk/client-s3";
import { type GetRange, type GetRangeOptions, RangeRefused, rangeGetter } from "./get-range.ts";

/** S3 does not answer, or not as it should; worth another try. The cause says which call and status. */
export class ObjectStoreUnavailable extends AppError {
  constructor(cause: unknown) {
    super("unavailable", "object-store.unavailable", "The object store cannot be read.", { cause });
  }
}

/** Reads versions of objects by ranged GET. Needs s3:GetObject, s3:GetObjectVersion, and s3:ListBucket to tell 404 from 403. */
export function s3ObjectReader(client: S3Client, options: GetRangeOptions = {}): ObjectReader {
  const getRange = rangeGetter(client, options);
  return {
    open: (object) => ({
      size: object.size,
      read: (offset, length) => readRange(getRange, object, offset, length),
    }),
    async checksum(version) {
      try {
        const head = await client.send(
          new HeadObjectCommand({ ...address(version), ChecksumMode: "ENABLED" }),
        );
        return wholeChecksum(head);
      } catch (error) {
        if (isGone(statusOf(error))) return undefined;
        throw new ObjectStoreUnavailable(error);
      }
    },
  };
}

async function readRange(
  getRange: GetRange,
  object: ReadableVersion,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const end = Math.min(offset + length, object.size) - 1;
  if (end < offset) return new Uint8Array(0);
  const { bucket, key, versionId, etag } = object;
  const versioned = versionId !== UNVERSIONED;
  try {
    return await getRange({
      bucket,
      key,
      versionId: versioned ? versionId : undefined,
      start: offset,
      end,
      // Without a version the key may hold other bytes by now than those that the event told of.
      ifMatch: versioned ? undefined : etag,
    });
  } catch (error) {
    if (error instanceof RangeRefused && isGone(error.status)) throw new ObjectGone({ cause: error });
    throw new ObjectStoreUnavailable(error);
  }
}

const UNVERSIONED = "null";

function address(version: ObjectVersion): { Bucket: string; Key: string; VersionId?: string } {
  return {
    Bucket: version.bucket,
    Key: version.key,
    ...(version.versionId !== UNVERSIONED && { VersionId: version.versionId }),
  };
}

/** 404: no such key or version. 405: the version is a delete marker. 412: overwritten. 416: shorter than it was. */
const GONE = new Set([404, 405, 412, 416]);

const isGone = (status: number | undefined): boolean => status !== undefined && GONE.has(status);

/** The status that the SDK puts into its errors. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  return (error as { $metadata: { httpStatusCode?: number } }).$metadata.httpStatusCode;
}

/** The strongest checksum over the whole object. One over the checksums of parts depends on how it was cut. */
function wholeChecksum(head: HeadObjectOutput): string | undefined {
  if (head.ChecksumType === "COMPOSITE") return undefined;
  const candidates = [
    ["sha256", head.ChecksumSHA256],
    ["sha1", head.ChecksumSHA1],
    ["crc64nvme", head.ChecksumCRC64NVME],
    ["crc32c", head.ChecksumCRC32C],
    ["crc32", head.ChecksumCRC32],
  ] as const;
  const found = candidates.find(([, value]) => value !== undefined);
  return found && `${found[0]}:${found[1]}`;
}
