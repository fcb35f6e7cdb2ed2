const FIRST_BYTES = 64 * 1024;

/** Bytes that arrive in pieces. Doubles when it is full: joining every piece anew would leave megabytes behind each time. */
export class GrowingBuffer {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  /** A copy-free view, as far as there are bytes. What was handed out stays as it is: bytes are only ever added. */
  slice(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(Math.min(start, this.#length), Math.min(end, this.#length));
  }
}
