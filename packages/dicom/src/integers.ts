/** Unsigned integers as they stand in a file. The caller knows that the bytes are there. */

export function uint16At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function uint32At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const first = uint16At(bytes, at, littleEndian);
  const second = uint16At(bytes, at + 2, littleEndian);
  return (littleEndian ? first | (second << 16) : (first << 16) | second) >>> 0;
}

/** Group and element, each in the byte order, as one number. */
export function tagAt(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  return ((uint16At(bytes, at, littleEndian) << 16) | uint16At(bytes, at + 2, littleEndian)) >>> 0;
}
