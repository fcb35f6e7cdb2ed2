import { AppError } from "@accession/core/errors";
import {
  ObjectGone,
  type ObjectReader,
  type ObjectVersion,
  type ReadableVersion,
} from "@accession/core/ingestion/object-reader";
import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectOutput,
  type S3Client,
} from "@aws-sdk/client-s3";

/** S3 does not answer, or not as it should; worth another try. The cause says which call and status. */
export class ObjectStoreUnavailable extends AppError {
  constructor(cause: unknown) {
    super("unavailable", "object-store.unavailable", "The object store cannot be read.", { cause });
  }
}

/** Reads versions of objects by ranged GET. Needs s3:GetObject, s3:GetObjectVersion, and s3:ListBucket to tell 404 from 403. */
export function s3ObjectReader(client: Pick<S3Client, "send">): ObjectReader {
  return {
    open: (object) => ({
      size: object.size,
      read: (offset, length) => readRange(client, object, offset, length),
    }),
    async checksum(version) {
      try {
        const head = await client.send(
          new HeadObjectCommand({ ...address(version), ChecksumMode: "ENABLED" }),
        );
        return wholeChecksum(head);
      } catch (error) {
        if (isGone(error)) return undefined;
        throw new ObjectStoreUnavailable(error);
      }
    },
  };
}

async function readRange(
  client: Pick<S3Client, "send">,
  object: ReadableVersion,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const end = Math.min(offset + length, object.size) - 1;
  if (end < offset) return new Uint8Array(0);
  try {
    const answer = await client.send(
      new GetObjectCommand({
        ...address(object),
        Range: `bytes=${offset}-${end}`,
        // Without a version the key may hold other bytes by now than those that the event told of.
        ...(object.versionId === UNVERSIONED && object.etag !== undefined && { IfMatch: object.etag }),
      }),
    );
    if (answer.Body === undefined) return new Uint8Array(0);
    // A server may ignore Range and send the whole (RFC 9110 section 14.2); the local engine does for versions.
    if (answer.ContentRange === undefined)
      return await cutOut(answer.Body.transformToWebStream(), offset, end + 1);
    return await answer.Body.transformToByteArray();
  } catch (error) {
    if (isGone(error)) throw new ObjectGone({ cause: error });
    throw new ObjectStoreUnavailable(error);
  }
}

/** The bytes from `start` to `end` of a stream, read no further than that. */
async function cutOut(stream: ReadableStream<Uint8Array>, start: number, end: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of stream) {
    parts.push(chunk.subarray(Math.max(0, start - at), Math.max(0, end - at)));
    at += chunk.length;
    // Leaving the loop cancels the stream, and so the download.
    if (at >= end) break;
  }
  return Buffer.concat(parts);
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

function isGone(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return false;
  const { $metadata: metadata } = error as { $metadata: { httpStatusCode?: number } };
  return metadata.httpStatusCode !== undefined && GONE.has(metadata.httpStatusCode);
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
