/** Random access to the bytes of one file: a buffer, a file, an object read by ranges. */
export interface ByteSource {
  /** Length of the whole in bytes; `Infinity` when it shows only at the end. */
  readonly size: number;
  /**
   * Reads `length` bytes from `offset`; fewer only where the source ends. What is handed out may not change while the
   * header is in use. Its errors pass through the reader.
   */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** Bytes that are in memory already. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    // A view of the whole is what is there already.
    read: (offset, length) =>
      offset === 0 && length >= bytes.length ? bytes : bytes.subarray(offset, offset + length),
  };
}
