import { tagAt, uint16At, uint32At } from "./integers.ts";
import { ITEM_GROUP } from "./tags.ts";
import { hasLongForm, NOT_LETTERS, UNKNOWN_LETTERS, vrOfBytes } from "./vr.ts";

/** Length of a value that ends with a delimiter (PS3.5 section 7.1.1). */
export const UNDEFINED_LENGTH = 0xffffffff;

/** The longest head: tag, representation, two reserved bytes, a 32-bit length. */
export const MAX_HEAD_BYTES = 12;

/** How elements are written. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** Tag, value representation and length before a value (PS3.5 section 7.1). One object, read again for each element. */
export class ElementHead {
  tag = 0;
  /** Code of the representation; `UNKNOWN_LETTERS`, or `NOT_LETTERS` where none is stated. */
  vr = NOT_LETTERS;
  /** Bytes of tag, representation and length. */
  headBytes = 8;
  /** Bytes of the value, or `UNDEFINED_LENGTH`. */
  length = 0;

  /**
   * Reads the head at `position`; false when the bytes end within it. Real files hold implicit elements in explicit
   * data sets: letters that are no letters are taken for a length.
   */
  read(bytes: Uint8Array, position: number, encoding: Encoding): boolean {
    const available = bytes.length - position;
    if (available < 8) return false;
    const little = encoding.littleEndian;
    const tag = tagAt(bytes, position, little);
    this.tag = tag;
    this.headBytes = 8;
    this.vr = NOT_LETTERS;
    if (encoding.explicit && tag >>> 16 !== ITEM_GROUP) {
      this.vr = vrOfBytes(bytes[position + 4] as number, bytes[position + 5] as number);
    }
    if (this.vr === NOT_LETTERS) {
      this.length = uint32At(bytes, position + 4, little);
      return true;
    }
    if (!hasLongForm(this.vr) && !(this.vr === UNKNOWN_LETTERS && looksLong(tag, bytes, position, little))) {
      this.length = uint16At(bytes, position + 6, little);
      return true;
    }
    if (available < MAX_HEAD_BYTES) return false;
    this.headBytes = MAX_HEAD_BYTES;
    this.length = uint32At(bytes, position + 8, little);
    return true;
  }
}

/** A representation of the future has the long form (PS3.5 section 6.2), unless what follows an empty value is a next tag. */
function looksLong(tag: number, bytes: Uint8Array, position: number, little: boolean): boolean {
  if (bytes.length - position < MAX_HEAD_BYTES || uint16At(bytes, position + 6, true) !== 0) return false;
  return tagAt(bytes, position + 8, little) <= tag;
}

/** How the element at `position` is written, by its representation; undefined where that does not tell. */
export function isExplicitAt(bytes: Uint8Array, position: number): boolean | undefined {
  if (bytes.length - position < 6) return undefined;
  const vr = vrOfBytes(bytes[position + 4] as number, bytes[position + 5] as number);
  return vr === UNKNOWN_LETTERS ? undefined : vr !== NOT_LETTERS;
}
