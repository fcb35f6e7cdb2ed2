/** What is looked for in nearly every value, four bytes at a time. Indices are those of the view. */

const BACKSLASH = 0x5c;
const ESCAPE = 0x1b;
/** One and the highest bit of each of four bytes, and the byte that is looked for in all four. */
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const BACKSLASHES = BACKSLASH * ONES;
const ESCAPES = ESCAPE * ONES;

export function hasBackslash(view: DataView, start: number, end: number): boolean {
  let at = start;
  for (; at + 4 <= end; at += 4) if (hasZero(view.getInt32(at, true) ^ BACKSLASHES)) return true;
  for (; at < end; at++) if (view.getUint8(at) === BACKSLASH) return true;
  return false;
}

/** True where bytes stand for the same characters in every set of PS3.3 section C.12.1.1.2. */
export function isAscii(view: DataView, start: number, end: number): boolean {
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const four = view.getInt32(at, true);
    if ((four & HIGH_BITS) !== 0 || hasZero(four ^ ESCAPES)) return false;
  }
  for (; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte >= 0x80 || byte === ESCAPE) return false;
  }
  return true;
}

/** One of four bytes is zero: taking one from each borrows from the highest bit of that byte alone. */
function hasZero(four: number): boolean {
  return ((four - ONES) & ~four & HIGH_BITS) !== 0;
}
