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
  read(view: DataView, position: number, encoding: Encoding): boolean {
    const available = view.byteLength - position;
    if (available < 8) return false;
    const little = encoding.littleEndian;
    const group = view.getUint16(position, little);
    this.tag = group * 0x10000 + view.getUint16(position + 2, little);
    this.headBytes = 8;
    if (!encoding.explicit || group === ITEM_GROUP) return this.#implicit(view, position, little);
    this.vr = vrOfBytes(view.getUint8(position + 4), view.getUint8(position + 5));
    if (this.vr === NOT_LETTERS) return this.#implicit(view, position, little);
    if (!hasLongForm(this.vr) && !(this.vr === UNKNOWN_LETTERS && this.#looksLong(view, position, little))) {
      this.length = view.getUint16(position + 6, little);
      return true;
    }
    if (available < MAX_HEAD_BYTES) return false;
    this.headBytes = MAX_HEAD_BYTES;
    this.length = view.getUint32(position + 8, little);
    return true;
  }

  #implicit(view: DataView, position: number, little: boolean): true {
    this.vr = NOT_LETTERS;
    this.length = view.getUint32(position + 4, little);
    return true;
  }

  /** A representation of the future has the long form (PS3.5 section 6.2), unless what follows an empty value is a next tag. */
  #looksLong(view: DataView, position: number, little: boolean): boolean {
    if (view.byteLength - position < MAX_HEAD_BYTES || view.getUint16(position + 6, true) !== 0) return false;
    const next = view.getUint16(position + 8, little) * 0x10000 + view.getUint16(position + 10, little);
    return next <= this.tag;
  }
}

/** How the element at `position` is written, by its representation; undefined where that does not tell. */
export function isExplicitAt(view: DataView, position: number): boolean | undefined {
  if (view.byteLength - position < 6) return undefined;
  const vr = vrOfBytes(view.getUint8(position + 4), view.getUint8(position + 5));
  return vr === UNKNOWN_LETTERS ? undefined : vr !== NOT_LETTERS;
}
