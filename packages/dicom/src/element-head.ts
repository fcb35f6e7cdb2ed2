import type { ElementHead } from "./element.ts";
import { type Encoding, IMPLICIT_LITTLE } from "./transfer-syntax.ts";
import { hasLongForm, isKnownVr } from "./vr.ts";

/** The longest head: tag, representation, two reserved bytes, a 32-bit length. */
export const MAX_HEAD_BYTES = 12;

const ITEM_GROUP = 0xfffe;

/**
 * Reads the head of an element (PS3.5 section 7.1) from bytes that begin with it. Undefined when they end within it.
 * Real files hold implicit elements in explicit data sets: letters that are no letters are taken for a length.
 */
export function readElementHead(bytes: Uint8Array, encoding: Encoding): ElementHead | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = encoding.littleEndian;
  const group = view.getUint16(0, little);
  const tag = group * 0x10000 + view.getUint16(2, little);
  const plain = {
    tag,
    vr: undefined,
    headBytes: 8,
    length: view.getUint32(4, little),
    encoding,
  };
  if (!encoding.explicit || group === ITEM_GROUP) return plain;

  const vr = String.fromCharCode(view.getUint8(4), view.getUint8(5));
  if (!isKnownVr(vr) && !/^[A-Z]{2}$/.test(vr)) {
    return { ...plain, encoding: { ...IMPLICIT_LITTLE, littleEndian: little } };
  }
  if (!hasLongForm(vr) && (isKnownVr(vr) || !looksLong(view, tag, encoding))) {
    return {
      tag,
      vr,
      headBytes: 8,
      length: view.getUint16(6, little),
      encoding,
    };
  }
  if (bytes.length < MAX_HEAD_BYTES) return undefined;
  return {
    tag,
    vr,
    headBytes: MAX_HEAD_BYTES,
    length: view.getUint32(8, little),
    encoding,
  };
}

/** A representation of the future has the long form (PS3.5 section 6.2), unless what follows an empty value is a next tag. */
function looksLong(view: DataView, tag: number, encoding: Encoding): boolean {
  if (view.byteLength < MAX_HEAD_BYTES || view.getUint16(6, true) !== 0) return false;
  const next = view.getUint16(8, encoding.littleEndian) * 0x10000 + view.getUint16(10, encoding.littleEndian);
  return next <= tag;
}
