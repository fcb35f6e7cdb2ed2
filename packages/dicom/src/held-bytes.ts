// The global of the same name is looked up anew each time.
import { Buffer } from "node:buffer";

/** Texts of so short a stretch are cut from one string: one decoding costs about as much for all values as for one. */
const LONGEST_COMMON_TEXT = 16 * 1024;

/** Bytes of a file that stay in memory because values lie in them. */
export class HeldBytes {
  /** Position of the first byte in the file, or in the inflated data set. */
  readonly base: number;
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Positions between which the values lie; -1 before the first. */
  firstUsed = -1;
  lastUsed = -1;
  #text = "";

  constructor(base: number, bytes: Uint8Array) {
    this.base = base;
    this.bytes = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isUsed(): boolean {
    return this.firstUsed !== -1;
  }

  /** Marks that a value lies from `start` to `end`, positions in the file. Values come in the order of the file. */
  use(start: number, end: number): void {
    if (this.firstUsed === -1) this.firstUsed = start;
    this.lastUsed = end;
  }

  /** No more than what is used; a copy, where most of the bytes would stay for little. */
  trimmed(): HeldBytes {
    const used = this.bytes.subarray(this.firstUsed - this.base, this.lastUsed - this.base);
    const held = new HeldBytes(
      this.firstUsed,
      used.length * 2 < this.bytes.length ? Buffer.from(used) : used,
    );
    held.use(this.firstUsed, this.lastUsed);
    return held;
  }

  /** The bytes from `start` to `end`, indices, as characters of the same number. */
  latin1(start: number, end: number): string {
    const from = (this.firstUsed - this.base) | 0;
    const to = (this.lastUsed - this.base) | 0;
    if (to - from > LONGEST_COMMON_TEXT) return this.bytes.toString("latin1", start, end);
    if (this.#text.length < end - from) this.#text = this.bytes.toString("latin1", from, to);
    return this.#text.slice(start - from, end - from);
  }
}
