import type { ByteSource } from "@accession/dicom/byte-source";
import { AppError } from "../errors.ts";
import type { UploadedObject } from "./uploaded-object.ts";

/** One version of one object. */
export type ObjectVersion = Pick<UploadedObject, "bucket" | "key" | "versionId">;

/** What it takes to read one. */
export type ReadableVersion = Pick<UploadedObject, "bucket" | "key" | "versionId" | "size" | "etag">;

/** Reads the objects that landed, by version. */
export interface ObjectReader {
  /** Byte ranges of the version. Nothing is asked of the store yet; reads throw `ObjectGone` when it is not there. */
  open(object: ReadableVersion): ByteSource;
  /**
   * A checksum over the whole version that the store itself keeps, with its algorithm (`sha256:…`), or undefined when
   * it keeps none or the version is gone. Only checksums of one algorithm can be compared.
   */
  checksum(version: ObjectVersion): Promise<string | undefined>;
}

/** The version is not there any more: deleted, expired, or overwritten in a bucket without versions. */
export class ObjectGone extends AppError {
  constructor(options?: ErrorOptions) {
    super("not-found", "object.gone", "The object is not there any more.", options);
  }
}
