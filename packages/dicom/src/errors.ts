/** Why bytes could not be read as a DICOM data set. */
export type DicomErrorCode =
  /** No bytes at all. */
  | "empty"
  /** Neither a preamble with DICM nor anything that begins like a data set. */
  | "not-dicom"
  /** A compressed data set whose compression is broken. */
  | "damaged"
  /** One of `ReadLimits` was reached. */
  | "limit-requests"
  | "limit-total-bytes"
  | "limit-value-bytes"
  | "limit-elements"
  | "limit-nesting"
  | "limit-inflated-bytes";

/** A data set that cannot be read. The message says nothing of the content. */
export class DicomError extends Error {
  override readonly name = "DicomError";
  readonly code: DicomErrorCode;
  /** Position in the file, or in the inflated data set, in bytes. */
  readonly byteOffset: number;
  /** `GGGG,EEEE` of the element at fault, where there is one. */
  readonly tag: string | undefined;
  /** For `not-dicom`: what the bytes look like instead. */
  readonly looksLike: ForeignFormat | undefined;

  constructor(
    code: DicomErrorCode,
    message: string,
    at: {
      byteOffset: number;
      tag?: string;
      looksLike?: ForeignFormat;
      cause?: unknown;
    },
  ) {
    super(message, { cause: at.cause });
    this.code = code;
    this.byteOffset = at.byteOffset;
    this.tag = at.tag;
    this.looksLike = at.looksLike;
  }
}

/** Formats that are sent by mistake often enough to be named. */
export type ForeignFormat = "pdf" | "zip" | "gzip" | "json" | "xml" | "jpeg" | "png" | "text";
