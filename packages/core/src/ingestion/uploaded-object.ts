/** One version of one object that landed, as S3 tells of it. */
export interface UploadedObject {
  readonly bucket: string;
  /** Raw, not URL-encoded. May hold patient data: never log it. */
  readonly key: string;
  /** `"null"` in a bucket without versioning, as S3 itself calls it. */
  readonly versionId: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string | undefined;
  /** Orders the events of one key; S3 leaves it out of some events. */
  readonly sequencer: string | undefined;
  /** When S3 says that it landed. */
  readonly landedAt: Date;
  /** Id of S3's event: the correlation id of what follows from the file. */
  readonly eventId: string;
  /** Set when somebody asked that a version that was rejected be judged once more. */
  readonly judgeAnew?: true;
}

/** Names a version: two events with the same identity tell of the same version. */
export function objectIdentity(object: Pick<UploadedObject, "bucket" | "key" | "versionId">): string {
  return JSON.stringify([object.bucket, object.key, object.versionId]);
}
