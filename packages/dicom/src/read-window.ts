import type { ByteSource } from "./byte-source.ts";
import { LimitReached } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import type { TimeBudget } from "./time-budget.ts";

const NOTHING = new Uint8Array(0);

/** The part of a source that is in memory, moved and widened as the walk goes on. Counts what that costs. */
export class ReadWindow {
  bytes: Uint8Array = NOTHING;
  /** Position of the first of `bytes` in the source. */
  base = 0;
  bytesRead = 0;
  requests = 0;
  readonly #source: ByteSource;
  readonly #limits: ReadLimits;
  readonly #time: TimeBudget;
  #nextRead: number;
  #size: number;

  constructor(source: ByteSource, limits: ReadLimits, time: TimeBudget) {
    this.#source = source;
    this.#time = time;
    this.#limits = limits;
    this.#size = source.size;
    this.#nextRead = limits.firstReadBytes;
  }

  /** Length of the source; `Infinity` as long as it is not known. */
  get size(): number {
    return this.#size;
  }

  /** Nothing comes after `bytes`. */
  get ended(): boolean {
    return this.base + this.bytes.length >= this.#size;
  }

  /**
   * Begins the window at `offset`, with `length` bytes or more; fewer only where the source ends. Answers nothing when that
   * took no waiting: most headers are read with one request.
   */
  move(offset: number, length: number): Promise<void> | undefined {
    const behind = offset - this.base;
    const held = behind >= 0 && behind < this.bytes.length ? this.bytes.subarray(behind) : NOTHING;
    if (offset >= this.#size || held.length >= length) {
      this.base = offset;
      this.bytes = held;
      return undefined;
    }
    // A window that goes on widens quickly; one that jumps over a value starts small again.
    if (held.length === 0) this.#nextRead = this.#limits.firstReadBytes;
    this.#mayRead(offset);
    const from = offset + held.length;
    const wanted = Math.min(Math.max(length, this.#nextRead) - held.length, this.#size - from);
    this.#nextRead = Math.min(this.#nextRead * 4, this.#limits.largestReadBytes);
    const answer = this.#source.read(from, wanted);
    if (answer instanceof Uint8Array) {
      this.#take(offset, held, answer, wanted);
      return undefined;
    }
    return this.#time.wait(answer).then((more) => this.#take(offset, held, more, wanted));
  }

  #take(offset: number, held: Uint8Array, more: Uint8Array, wanted: number): void {
    this.bytesRead += more.length;
    this.requests += 1;
    // Shorter than it said to be, or the end shows now.
    if (more.length < wanted) {
      this.#size = Math.min(offset + held.length + more.length, this.#source.size);
    }
    this.bytes = held.length === 0 ? more : concatenate(held, more);
    this.base = offset;
  }

  /** A file can be made so that every element needs a request of its own. */
  #mayRead(byteOffset: number): void {
    if (this.requests >= this.#limits.requests) throw new LimitReached("limit-requests", { byteOffset });
    if (this.bytesRead >= this.#limits.totalBytes) {
      throw new LimitReached("limit-total-bytes", { byteOffset });
    }
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
