/** Limits that may be reached: names of `ReadLimits`, as codes. */
export type LimitCode =
  | "limit-requests"
  | "limit-total-bytes"
  | "limit-value-bytes"
  | "limit-held-bytes"
  | "limit-elements"
  | "limit-nested-elements"
  | "limit-nesting"
  | "limit-inflated-bytes"
  | "limit-inflate-ratio"
  | "limit-time";

/** Why bytes could not be read as a DICOM data set. */
export type DicomErrorCode =
  /** No bytes at all. */
  | "empty"
  /** Neither a preamble with DICM nor anything that begins like a data set. */
  | "not-dicom"
  /** A compressed data set whose compression is broken. */
  | "damaged"
  | LimitCode;

/** Where an error was met, and why. */
export interface ErrorPlace {
  readonly byteOffset: number;
  readonly tag?: string;
  readonly cause?: unknown;
}

/** A data set that cannot be read. The message says nothing of the content. */
export class DicomError extends Error {
  override readonly name = "DicomError";
  readonly code: DicomErrorCode;
  /** Position in the file, or in the inflated data set, in bytes. */
  readonly byteOffset: number;
  /** `GGGG,EEEE` of the element at fault, where there is one. */
  readonly tag: string | undefined;

  constructor(code: DicomErrorCode, message: string, at: ErrorPlace) {
    super(message, { cause: at.cause });
    this.code = code;
    this.byteOffset = at.byteOffset;
    this.tag = at.tag;
  }
}

/** Formats that are sent by mistake often enough to be named. */
export type ForeignFormat = "pdf" | "zip" | "gzip" | "json" | "xml" | "jpeg" | "png" | "text";

/** The bytes are something else. */
export class NotDicom extends DicomError {
  /** What the bytes look like instead. */
  readonly looksLike: ForeignFormat | undefined;

  constructor(looksLike: ForeignFormat | undefined) {
    super("not-dicom", "The file is not DICOM.", { byteOffset: 0 });
    this.looksLike = looksLike;
  }
}

/** Reading on would cost more than one of `ReadLimits` allows. */
export class LimitReached extends DicomError {
  declare readonly code: LimitCode;

  constructor(code: LimitCode, at: ErrorPlace) {
    super(code, MESSAGES[code], at);
  }
}

const MESSAGES: Readonly<Record<LimitCode, string>> = {
  "limit-requests": "The header takes more requests than the reader may make.",
  "limit-total-bytes": "The header is longer than the reader may read.",
  "limit-value-bytes": "A value is larger than the reader may keep.",
  "limit-held-bytes": "The values together are larger than the reader may keep.",
  "limit-elements": "The data set has more elements than the reader may take.",
  "limit-nested-elements": "A sequence is too long.",
  "limit-nesting": "Sequences are nested too deep.",
  "limit-inflated-bytes": "The compressed data set is larger than the reader may take.",
  "limit-inflate-ratio": "The compressed data set is out of proportion to its bytes.",
  "limit-time": "The header takes more time than the reader may spend.",
};
