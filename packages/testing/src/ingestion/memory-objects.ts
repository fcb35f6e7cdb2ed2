import { createHash } from "node:crypto";
import { ObjectGone, type ObjectReader } from "@accession/core/ingestion/object-reader";
import { objectIdentity, type UploadedObject } from "@accession/core/ingestion/uploaded-object";

/** A bucket in memory, with versions, which tells of each upload as S3 does. */
export interface MemoryObjects extends ObjectReader {
  /** Puts bytes and answers what S3's event would say. */
  put(key: string, bytes: Uint8Array, options?: PutOptions): UploadedObject;
  delete(object: UploadedObject): void;
  /** The next reads fail, as many as this. */
  failReads(times: number): void;
}

export interface PutOptions {
  /** As with KMS or multipart uploads: an etag that says nothing of the bytes. */
  readonly opaqueEtag?: true;
  /** S3 keeps no checksum of the object. */
  readonly withoutChecksum?: true;
}

/** A bucket whose objects landed at `landedAt`, one second apart. */
export function memoryObjects(landedAt = new Date("2026-01-14T10:00:00Z")): MemoryObjects {
  const stored = new Map<string, { bytes: Uint8Array; checksum: string | undefined }>();
  let count = 0;
  let failures = 0;
  return {
    put(key, bytes, options = {}) {
      count += 1;
      const object = {
        bucket: "uploads",
        key,
        versionId: `v${count}`,
        size: bytes.length,
        etag: options.opaqueEtag ? `opaque-${count}` : createHash("md5").update(bytes).digest("hex"),
        sequencer: count.toString(16).padStart(16, "0"),
        landedAt: new Date(landedAt.getTime() + count * 1000),
        eventId: `event-${count}`,
      };
      const digest = createHash("sha256").update(bytes).digest("base64");
      stored.set(objectIdentity(object), {
        bytes,
        checksum: options.withoutChecksum ? undefined : `sha256:${digest}`,
      });
      return object;
    },
    delete: (object) => void stored.delete(objectIdentity(object)),
    failReads: (times) => {
      failures = times;
    },
    open: (object) => ({
      size: object.size,
      async read(offset, length) {
        if (failures > 0) {
          failures -= 1;
          throw new Error("503 Slow Down");
        }
        const found = stored.get(objectIdentity(object));
        if (found === undefined) throw new ObjectGone();
        return found.bytes.subarray(offset, offset + length);
      },
    }),
    checksum: async (version) => stored.get(objectIdentity(version))?.checksum,
  };
}
