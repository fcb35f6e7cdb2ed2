const DOT = 0x2e;
const BACKSLASH = 0x5c;
const MAX_UID = 64;

/**
 * A UID of at most 64 characters of digits and dots (PS3.5 section 9.1). Leading zeros of a component are let pass:
 * they are wrong, they are common, and they do not change which instance is meant.
 */
export function isUid(text: string): boolean {
  return text.length <= MAX_UID && /^\d+(\.\d+)*$/.test(text);
}

/** The same of bytes as they stand in a file, padding and several values included; nothing at all is valid here. */
export function areUidBytes(view: DataView, start: number, length: number): boolean {
  let end = start + length;
  while (end > start && (view.getUint8(end - 1) === 0 || view.getUint8(end - 1) === 0x20)) end--;
  if (end === start) return true;
  let characters = 0;
  let before = DOT;
  for (let at = start; at < end; at++) {
    const byte = view.getUint8(at);
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && (before === DOT || (byte !== DOT && byte !== BACKSLASH))) return false;
    characters = byte === BACKSLASH ? 0 : characters + 1;
    if (characters > MAX_UID) return false;
    before = byte === BACKSLASH ? DOT : byte;
  }
  return before !== DOT;
}
