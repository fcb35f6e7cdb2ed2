import { LimitReached } from "./errors.ts";
import { ITEM } from "./tags.ts";
import type { ValuePlace } from "./value-place.ts";

/** Numbers per entry: tag, representation with flags, position and length of the value, the entry after its contents. */
const STRIDE = 5;
const VR_MASK = 0x3f;
/** Flags of an entry: numbers in the value are big endian; the value stays in the file, and only its range is known. */
export const BIG_ENDIAN = 0x40;
export const LEFT_OUT = 0x80;

/** Bytes of the file that stay in memory, from `base` on. */
interface Segment {
  readonly base: number;
  readonly bytes: Buffer;
}

/**
 * What a walk keeps: entries in one array of numbers, sequences and items before their contents, and the bytes that
 * the values lie in. No object per element: a header has dozens, and most are never asked for. An entry is known by a number.
 */
export class ElementStore {
  readonly #entries: number[] = [];
  readonly #segments: Segment[] = [];
  readonly #heldLimit: number;
  #heldBytes = 0;
  /** Number of entries when the last segment came: whether anything lies in it. */
  #entriesBefore = 0;
  #firstUsed = -1;
  #lastUsed = 0;

  constructor(heldLimit: number) {
    this.#heldLimit = heldLimit;
  }

  /** Number of entries. */
  get count(): number {
    return this.#entries.length / STRIDE;
  }

  /** The number of the next entry. */
  get next(): number {
    return this.#entries.length;
  }

  /** Adds an entry whose value lies in the last segment, unless it is left out. */
  add(tag: number, vr: number, offset: number, length: number, flags: number): number {
    const entry = this.#entries.length;
    this.#entries.push(tag, vr | flags, offset, length, entry + STRIDE);
    if ((flags & LEFT_OUT) === 0) {
      if (this.#firstUsed === -1) this.#firstUsed = offset;
      this.#lastUsed = offset + length;
    }
    return entry;
  }

  /** Ends the sequence or item that began at `entry`: what was added since is in it. `end`: position after its value. */
  close(entry: number, end: number): void {
    this.#entries[entry + 3] = end - this.offset(entry);
    this.#entries[entry + 4] = this.#entries.length;
  }

  tag(entry: number): number {
    return this.#entries[entry] as number;
  }

  vr(entry: number): number {
    return this.#flags(entry) & VR_MASK;
  }

  littleEndian(entry: number): boolean {
    return (this.#flags(entry) & BIG_ENDIAN) === 0;
  }

  leftOut(entry: number): boolean {
    return (this.#flags(entry) & LEFT_OUT) !== 0;
  }

  /** Position of the value in the file, or in the inflated data set. */
  offset(entry: number): number {
    return this.#entries[entry + 2] as number;
  }

  length(entry: number): number {
    return this.#entries[entry + 3] as number;
  }

  /** The next entry at the same level. */
  after(entry: number): number {
    return this.#entries[entry + 4] as number;
  }

  /** The entries directly inside of a sequence or item. */
  inside(entry: number): number[] {
    const inside: number[] = [];
    const end = this.after(entry);
    for (let inner = entry + STRIDE; inner < end; inner = this.after(inner)) inside.push(inner);
    return inside;
  }

  /** The items of a sequence. */
  items(entry: number): number[] {
    return this.inside(entry).filter((inner) => this.tag(inner) === ITEM);
  }

  /** Where the value of an entry lies that is not left out. */
  place(entry: number): ValuePlace {
    const offset = this.offset(entry);
    const { base, bytes } = this.#segmentAt(offset);
    return { bytes, start: offset - base, end: offset - base + this.length(entry) };
  }

  /** Keeps the bytes from `base` on for the entries to come; what nothing was kept of before is let go. */
  hold(base: number, bytes: Uint8Array): void {
    this.#letGo();
    this.#entriesBefore = this.#entries.length;
    this.#firstUsed = -1;
    this.#segments.push({ base, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) });
  }

  #letGo(): void {
    const last = this.#segments.at(-1);
    if (last === undefined) return;
    if (this.#entriesBefore === this.#entries.length || this.#firstUsed === -1) {
      this.#segments.pop();
      return;
    }
    const { base, bytes } = last;
    const used = bytes.subarray(this.#firstUsed - base, this.#lastUsed - base);
    this.#heldBytes += used.length;
    if (this.#heldBytes > this.#heldLimit) throw new LimitReached("limit-held-bytes", { byteOffset: base });
    // A copy, where most of a window would stay for little.
    const kept = used.length * 2 < bytes.length ? Buffer.from(used) : used;
    this.#segments[this.#segments.length - 1] = { base: this.#firstUsed, bytes: kept };
  }

  #segmentAt(offset: number): Segment {
    for (let index = this.#segments.length - 1; index > 0; index--) {
      const segment = this.#segments[index] as Segment;
      if (segment.base <= offset) return segment;
    }
    return this.#segments[0] as Segment;
  }

  #flags(entry: number): number {
    return this.#entries[entry + 1] as number;
  }
}
