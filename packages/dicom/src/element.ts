import type { Encoding } from "./transfer-syntax.ts";

/** One element that was kept. */
export interface Element {
  readonly tag: number;
  readonly vr: string;
  /** Position of the value in the file, or in the inflated data set. */
  readonly byteOffset: number;
  /** The value's bytes, of an element that is not a sequence. */
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  /** The items of a sequence. */
  readonly items?: readonly Elements[];
}

/** Kept elements by tag: a data set, or an item of a sequence. */
export type Elements = ReadonlyMap<number, Element>;

/** Tag, value representation and length of an element, before its value. */
export interface ElementHead {
  readonly tag: number;
  /** Undefined where the encoding is implicit. */
  readonly vr: string | undefined;
  /** Bytes of tag, representation and length. */
  readonly headBytes: number;
  /** Bytes of the value, or `UNDEFINED_LENGTH`. */
  readonly length: number;
  readonly encoding: Encoding;
}

/** Length of a value that ends with a delimiter (PS3.5 section 7.1.1). */
export const UNDEFINED_LENGTH = 0xffffffff;
