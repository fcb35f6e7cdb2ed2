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
/** A text with bytes that the character sets do not have in common. */
const BEYOND_ASCII = 0x100;

/** Room for the entries of most headers: an array that grows on the way is copied again and again. */
const FIRST_ENTRIES = 40;

/**
 * What a walk keeps: entries in one array of numbers, sequences and items before their contents, and the bytes that
 * the values lie in. No object per element: a header has dozens, and most are never asked for. An entry is known by a number.
 */
export class ElementStore {
  /** Where the next entry goes; before it is added, what it will be known by. */
  next = 0;
  /** True once a text is beyond ASCII. */
  hasBeyondAscii = false;
  readonly #entries: number[] = new Array<number>(FIRST_ENTRIES * STRIDE);
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
    const entry = this.next;
    const entries = this.#entries;
    entries[entry] = tag | 0;
    entries[entry + 1] = vr | flags;
    entries[entry + 2] = compact(offset);
    entries[entry + 3] = compact(length);
    this.next = entry + STRIDE;
    entries[entry + 4] = this.next;
    return entry;
  }

  /** Says of the entry added last that its text is beyond ASCII. */
  markBeyondAscii(): void {
    this.hasBeyondAscii = true;
    const at = this.next - STRIDE + 1;
    this.#entries[at] = (this.#entries[at] as number) | BEYOND_ASCII;
  }

  /** Marks that values lie from `start` to `end`, positions in the file. */
  use(start: number, end: number): void {
    this.#last?.use(start, end);
  }

  /** Ends the sequence or item that began at `entry`: what was added since is in it. `end`: position after its value. */
  close(entry: number, end: number): void {
    this.#entries[entry + 3] = compact(end - this.offset(entry));
    this.#entries[entry + 4] = this.next;
  }

  tag(entry: number): number {
    return (this.#entries[entry] as number) >>> 0;
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

  beyondAscii(entry: number): boolean {
    return (this.#flags(entry) & BEYOND_ASCII) !== 0;
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

  /** The first entry inside of a sequence or item; `after` it when it is empty. */
  inside(entry: number): number {
    return entry + STRIDE;
  }

  /** The items of a sequence. */
  items(entry: number): number[] {
    const items: number[] = [];
    const end = this.after(entry);
    for (let inner = this.inside(entry); inner < end; inner = this.after(inner)) {
      if (this.tag(inner) === ITEM) items.push(inner);
    }
    return items;
  }

  /** Where the value of an entry lies that is not left out. */
  place(entry: number): ValuePlace {
    const offset = this.offset(entry);
    const held = this.heldAt(offset);
    return { held, start: offset - held.base, end: offset - held.base + this.length(entry) };
  }

  /** Keeps the bytes from `base` on for the entries to come; what nothing was kept of before is let go. */
  hold(base: number, bytes: Uint8Array): HeldBytes {
    const last = this.#held.pop();
    if (last?.isUsed === true) {
      const trimmed = last.trimmed();
      this.#heldBytes += trimmed.bytes.length;
      if (this.#heldBytes > this.#heldLimit) throw new LimitReached("limit-held-bytes", { byteOffset: base });
      this.#held.push(trimmed);
    }
    const held = new HeldBytes(base, bytes);
    this.#last = held;
    this.#held.push(held);
    return held;
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

/**
 * The same number as the runtime holds small integers: one that it held as a fraction, or beyond 31 bits, would make an array
 * of fractions of all the entries, which takes longer to read.
 */
function compact(number: number): number {
  return number < 0x80000000 ? number | 0 : number;
}
