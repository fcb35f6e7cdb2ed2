/** The bytes of one value, where they lie: no view of its own is made for each. */
export interface ValuePlace {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

const ESCAPE = 0x1b;

/** True where bytes stand for the same characters in every set of PS3.3 section C.12.1.1.2. */
export function isAscii({ bytes, start, end }: ValuePlace): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x80 || byte === ESCAPE) return false;
  }
  return true;
}
