const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
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
export function areUidBytes(bytes: Uint8Array, start: number, length: number): boolean {
  let end = start + length;
  while (end > start && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  let uidStart = start;
  let before = DOT;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      before = byte;
      continue;
    }
    if (before === DOT || (byte !== DOT && byte !== BACKSLASH)) return false;
    if (byte === BACKSLASH) {
      if (at - uidStart > MAX_UID) return false;
      uidStart = at + 1;
    }
    before = DOT;
  }
  return end === start || (before !== DOT && end - uidStart <= MAX_UID);
}
