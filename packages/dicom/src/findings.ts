/** Something that was repaired or is doubtful in a file that could be read all the same. */
export interface Finding {
  readonly code: FindingCode;
  /** Position in the file, or in the inflated data set, in bytes. */
  readonly byteOffset: number;
  /** `GGGG,EEEE`, where the finding is about one element. */
  readonly tag?: string;
}

export type FindingCode =
  /** No 128 bytes of preamble before `DICM`, or no `DICM` at all (PS3.10 section 7.1). */
  | "no-preamble"
  /** No file meta information (group 0002). */
  | "no-meta"
  /** The meta information does not name a transfer syntax; it was found from the data. */
  | "transfer-syntax-missing"
  /** The data contradict the named transfer syntax; the data were believed. */
  | "transfer-syntax-corrected"
  /** A value representation that is not in PS3.5 table 6.2-1. */
  | "unknown-vr"
  /** An element with no value representation in a data set with explicit ones. */
  | "implicit-element"
  /** The same tag again; the last one is kept. */
  | "duplicate-tag"
  /** An item or a delimiter outside of a sequence; skipped. */
  | "stray-delimiter"
  /** A sequence that could not be taken apart; skipped. */
  | "damaged-sequence"
  /** Bytes after the last element. */
  | "trailing-bytes"
  /** The file ends before a value that it announces. */
  | "truncated";
