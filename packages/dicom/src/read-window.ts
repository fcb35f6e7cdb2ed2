import type { ByteSource } from "./byte-source.ts";
import { DicomError } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";

/** The part of a source that is in memory, moved and widened as the walk goes on. Counts what that costs. */
export class ReadWindow {
  bytesRead = 0;
  requests = 0;
  readonly #source: ByteSource;
  readonly #limits: ReadLimits;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #nextRead: number;

  constructor(source: ByteSource, limits: ReadLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#nextRead = limits.firstReadBytes;
  }

  /** Length of the source; `Infinity` as long as it is not known. */
  get size(): number {
    return this.#source.size;
  }

  /** Up to `length` bytes at `offset`; fewer only where the source ends. */
  async at(offset: number, length: number): Promise<Uint8Array> {
    if (!this.#holds(offset, length)) await this.#move(offset, length);
    return this.#held(offset).subarray(0, length);
  }

  /** Everything in memory from `offset` on. */
  #held(offset: number): Uint8Array {
    return this.#bytes.subarray(Math.max(0, offset - this.#start));
  }

  #holds(offset: number, length: number): boolean {
    const end = this.#start + this.#bytes.length;
    return offset >= this.#start && (offset + length <= end || end >= this.#source.size);
  }

  async #move(offset: number, length: number): Promise<void> {
    if (offset >= this.#source.size) {
      this.#bytes = new Uint8Array(0);
      this.#start = offset;
      return;
    }
    const held = this.#start <= offset ? this.#held(offset) : new Uint8Array(0);
    // A window that goes on widens quickly; one that jumps over a value starts small again.
    if (held.length === 0) this.#nextRead = this.#limits.firstReadBytes;
    this.#mayRead(offset);
    const want = Math.max(length, this.#nextRead) - held.length;
    const more = await this.#source.read(offset + held.length, Math.max(want, 0));
    this.bytesRead += more.length;
    this.requests += 1;
    this.#nextRead = Math.min(this.#nextRead * 4, this.#limits.largestReadBytes);
    this.#start = offset;
    this.#bytes = held.length === 0 ? more : concatenate(held, more);
  }

  /** A file can be made so that every element needs a request of its own. */
  #mayRead(byteOffset: number): void {
    const { requests, totalBytes } = this.#limits;
    const code =
      this.requests >= requests
        ? "limit-requests"
        : this.bytesRead >= totalBytes
          ? "limit-total-bytes"
          : undefined;
    if (code !== undefined) {
      throw new DicomError(code, "The header takes more requests than the reader may make.", { byteOffset });
    }
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
