import type { HeldBytes } from "./held-bytes.ts";

/** The bytes of one value, where they lie: no view of its own is made for each. `start` and `end` are indices. */
export interface ValuePlace {
  readonly held: HeldBytes;
  readonly start: number;
  readonly end: number;
}

const ESCAPE = 0x1b;

/** True where bytes stand for the same characters in every set of PS3.3 section C.12.1.1.2. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x80 || byte === ESCAPE) return false;
  }
  return true;
}
