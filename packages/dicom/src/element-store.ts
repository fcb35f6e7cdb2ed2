import { LimitReached } from "./errors.ts";
import { HeldBytes } from "./held-bytes.ts";
import { ITEM } from "./tags.ts";
import type { ValuePlace } from "./value-place.ts";

/** Numbers per entry: tag, representation with flags, position and length of the value, the entry after its contents. */
const STRIDE = 5;
const VR_MASK = 0x3f;
/** Flags of an entry: numbers in the value are big endian; the value stays in the file, and only its range is known. */
export const BIG_ENDIAN = 0x40;
export const LEFT_OUT = 0x80;

/**
 * What a walk keeps: entries in one array of numbers, sequences and items before their contents, and the bytes that
 * the values lie in. No object per element: a header has dozens, and most are never asked for. An entry is known by a number.
 */
export class ElementStore {
  readonly #entries: number[] = [];
  #next = 0;
  readonly #held: HeldBytes[] = [];
  readonly #heldLimit: number;
  #heldBytes = 0;
  #last: HeldBytes | undefined;

  constructor(heldLimit: number) {
    this.#heldLimit = heldLimit;
  }

  /** Adds an entry whose value lies in the bytes held last, unless it is left out. */
  add(tag: number, vr: number, offset: number, length: number, flags: number): number {
    if ((flags & LEFT_OUT) === 0) this.use(offset, offset + length);
    return this.addUsed(tag, vr, offset, length, flags);
  }

  /** The same for a value that lies in a stretch that `use` marks. */
  addUsed(tag: number, vr: number, offset: number, length: number, flags: number): number {
    const entry = this.#next;
    const entries = this.#entries;
    entries[entry] = tag;
    entries[entry + 1] = vr | flags;
    entries[entry + 2] = offset;
    entries[entry + 3] = length;
    this.#next = entry + STRIDE;
    entries[entry + 4] = this.#next;
    return entry;
  }

  /** Marks that values lie from `start` to `end`, positions in the file. */
  use(start: number, end: number): void {
    this.#last?.use(start, end);
  }

  /** Ends the sequence or item that began at `entry`: what was added since is in it. `end`: position after its value. */
  close(entry: number, end: number): void {
    this.#entries[entry + 3] = end - this.offset(entry);
    this.#entries[entry + 4] = this.#next;
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
    const held = this.heldAt(offset);
    return { held, start: offset - held.base, end: offset - held.base + this.length(entry) };
  }

  /** Keeps the bytes from `base` on for the entries to come; what nothing was kept of before is let go. */
  hold(base: number, bytes: Uint8Array): void {
    const last = this.#held.pop();
    if (last?.isUsed === true) {
      const trimmed = last.trimmed();
      this.#heldBytes += trimmed.bytes.length;
      if (this.#heldBytes > this.#heldLimit) throw new LimitReached("limit-held-bytes", { byteOffset: base });
      this.#held.push(trimmed);
    }
    this.#last = new HeldBytes(base, bytes);
    this.#held.push(this.#last);
  }

  /** The bytes that the value at `offset` lies in. */
  heldAt(offset: number): HeldBytes {
    // Nearly always there is one stretch, the last.
    const last = this.#last;
    if (last !== undefined && last.base <= offset) return last;
    for (let index = this.#held.length - 1; index > 0; index--) {
      const held = this.#held[index] as HeldBytes;
      if (held.base <= offset) return held;
    }
    return this.#held[0] as HeldBytes;
  }

  #flags(entry: number): number {
    return this.#entries[entry + 1] as number;
  }
}
