import { formatTag } from "./tags.ts";

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
  /** The meta information is longer or shorter than its group length says; its elements were believed. */
  | "meta-group-length-wrong"
  /** The meta information does not name a transfer syntax; it was found from the data. */
  | "transfer-syntax-missing"
  /** The data contradict the named transfer syntax; the data were believed. */
  | "transfer-syntax-corrected"
  /** Deflated with the header of zlib (RFC 1950) before the bare stream that PS3.5 section A.5 wants. */
  | "zlib-header"
  /** A value representation that is not in PS3.5 table 6.2-1; the dictionary's was taken, or UN. */
  | "unknown-vr"
  /** An element with no value representation in a data set with explicit ones. */
  | "implicit-element"
  /** A value of odd length (PS3.5 section 7.1.1). */
  | "odd-length"
  /** The same tag again; the last one is kept. */
  | "duplicate-tag"
  /** A lower tag than the one before (PS3.5 section 7.1); what was read is put in order. */
  | "out-of-order-tag"
  /** An item or a delimiter outside of a sequence; skipped. */
  | "stray-delimiter"
  /** A sequence that could not be taken apart to its end; what was read of it is kept, and the rest is skipped. */
  | "damaged-sequence"
  /** A UID with other characters than digits and dots, or with more than 64 (PS3.5 section 9.1); kept as it is. */
  | "invalid-uid"
  /** Specific Character Set (0008,0005) holds a term that PS3.3 section C.12.1.1.2 does not define. */
  | "character-set-unknown"
  /** Bytes beyond ASCII although no character set is declared: UTF-8 if they are valid as such, Latin-1 else. */
  | "character-set-undeclared"
  /** Bytes that are in none of the declared character sets; U+FFFD stands for them, or Latin-1 where ASCII is declared. */
  | "character-set-contradicted"
  /** Bytes after the last element. */
  | "trailing-bytes"
  /** The file ends before a value that it announces. */
  | "truncated"
  /** There were more findings than are listed. */
  | "more-findings";

/** Findings as they are made, up to a number: a hostile file could make one per element. */
export class FindingList {
  readonly found: Finding[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(code: FindingCode, byteOffset: number, tag?: number): void {
    // That a file is cut off decides its fate: it is never dropped.
    if (this.found.length < this.#most || code === "truncated") {
      this.found.push({ code, byteOffset, ...(tag !== undefined && { tag: formatTag(tag) }) });
    } else if (this.found.length === this.#most) {
      this.found.push({ code: "more-findings", byteOffset });
    }
  }
}
