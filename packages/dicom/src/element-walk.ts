import { isAscii } from "./byte-search.ts";
import { ElementCount } from "./element-count.ts";
import { ElementHead, type Encoding, MAX_HEAD_BYTES, UNDEFINED_LENGTH } from "./element-head.ts";
import { BIG_ENDIAN, ElementStore, LEFT_OUT } from "./element-store.ts";
import type { FindingCode } from "./findings.ts";
import { HeldBytes } from "./held-bytes.ts";
import { isLeftOut } from "./left-out.ts";
import { noteHead } from "./note-head.ts";
import { ITEM_PEEK_BYTES, type OpenValue, OpenValues, openItem, openSequence } from "./open-values.ts";
import { PlainRun } from "./plain-run.ts";
import type { ReadWindow } from "./read-window.ts";
import { dictionaryVr, ITEM, ITEM_END, ITEM_GROUP, isPixelData, PIXEL_DATA, SEQUENCE_END } from "./tags.ts";
import { EXPLICIT_LITTLE } from "./transfer-syntax.ts";
import { areUidBytes } from "./uid.ts";
import { isBytes, isEncodedText, NOT_LETTERS, UNKNOWN_LETTERS, vrCode } from "./vr.ts";
import type { TagRange, WalkOptions } from "./walk-options.ts";

const SQ = vrCode("SQ");
const UI = vrCode("UI");
const UN = vrCode("UN");

/** What a step of the walk comes to. */
type Step = "go-on" | "need-bytes" | "over";

const NOTHING = new Uint8Array(0);
const NOTHING_HELD = new HeldBytes(0, NOTHING);
const NO_TAGS: TagRange = { first: 0, last: 0 };

/**
 * Goes from element to element, keeps those that are wanted, and skips the rest by position (PS3.5 section 7). It
 * runs over the bytes in memory without waiting; where they end, it moves the window on and continues there.
 */
export class ElementWalk {
  readonly store: ElementStore;
  /** Position of the next element. */
  offset = 0;
  /** The entry in the store that it began with. */
  firstEntry = 0;
  /** The element at `offset`, when the walk stopped before one. */
  readonly head = new ElementHead();
  readonly #options: WalkOptions;
  readonly #open: OpenValues;
  readonly #count: ElementCount;
  readonly #plain = new PlainRun();
  #tags: TagRange = NO_TAGS;
  #outerEncoding: Encoding = EXPLICIT_LITTLE;
  #encoding: Encoding = EXPLICIT_LITTLE;
  #lastTag = -1;
  #needed = 0;
  #held = NOTHING_HELD;
  #bytes: Uint8Array = NOTHING;
  #base = 0;
  #ended = false;
  #size = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.store = new ElementStore(options.limits.heldBytes);
    this.#open = new OpenValues(options.limits.nesting);
    this.#count = new ElementCount(options.limits, options.time);
  }

  /** Takes over the bytes of a window, at first and after each move. */
  attach(window: ReadWindow): void {
    this.#base = window.base;
    this.#ended = window.ended;
    this.#size = window.size;
    this.#bytes = window.bytes;
    this.#held = this.store.hold(window.base, window.bytes);
  }

  /** Sets out from `offset`. */
  begin(offset: number, encoding: Encoding, tags: TagRange): void {
    this.offset = offset;
    this.#tags = tags;
    this.#outerEncoding = encoding;
    this.#encoding = encoding;
    this.#lastTag = -1;
    this.firstEntry = this.store.next;
  }

  /** Goes on to the end, and waits for the bytes that are needed. */
  async runThrough(window: ReadWindow): Promise<boolean> {
    for (;;) {
      const stopped = this.run();
      if (stopped !== undefined) return stopped;
      const moved = window.move(this.offset, this.#needed);
      if (moved !== undefined) await moved;
      this.attach(window);
      this.#options.time.check(this.offset);
    }
  }

  /**
   * Goes on as far as the bytes in memory reach: true when it stopped before an element that is not in the range, false
   * when the data end, undefined when it needs more bytes.
   */
  run(): boolean | undefined {
    const { head } = this;
    for (;;) {
      const inner = this.#open.innermost;
      if (inner !== undefined && this.offset >= inner.limit) {
        if (inner.delimited) this.#note("damaged-sequence");
        this.#close(this.offset);
        continue;
      }
      if (inner === undefined || inner.isItem) {
        if (this.#encoding.littleEndian) this.#takePlain(this.#held, inner);
        if (inner !== undefined && this.offset >= inner.limit) continue;
      }
      const position = this.offset - this.#base;
      if (this.#bytes.length - position < MAX_HEAD_BYTES && !this.#ended) {
        this.#needed = MAX_HEAD_BYTES;
        return undefined;
      }
      if (!head.read(this.#bytes, position, this.#encoding) || (head.tag === 0 && this.#lastTag !== -1)) {
        this.#endOfData(position);
        return false;
      }
      if (inner === undefined && this.#stopsAt(head.tag)) return true;
      this.#count.add(1, inner?.keeps === false, this.offset);
      const step = this.#take(inner);
      if (step !== "go-on") return step === "over" ? false : undefined;
    }
  }

  #stopsAt(tag: number): boolean {
    return tag < this.#tags.first || tag > this.#tags.last || isPixelData(tag);
  }

  /** Takes as many elements as have nothing odd. */
  #takePlain(held: HeldBytes, inner: OpenValue | undefined): void {
    const { keepAll, limits } = this.#options;
    const plain = this.#plain;
    const base = this.#base;
    const windowEnd = base + this.#bytes.length;
    const limit = inner === undefined ? windowEnd : Math.min(inner.limit, windowEnd);
    plain.take(held, this.offset - base, limit - base, this.#lastTag, {
      explicit: this.#encoding.explicit,
      lastTag: inner === undefined ? this.#tags.last : ITEM,
      keeps: inner?.keeps === false ? "nothing" : keepAll ? "all" : "indexed",
      valueBytes: limits.valueBytes,
      store: this.store,
    });
    if (plain.count === 0) return;
    this.offset = plain.position + base;
    this.#lastTag = plain.tag;
    this.#count.add(plain.count, inner?.keeps === false, this.offset);
  }

  #take(inner: OpenValue | undefined): Step {
    if (this.head.tag >>> 16 === ITEM_GROUP) return this.#takeDelimiter(inner);
    return inner !== undefined && !inner.isItem ? this.#damaged(inner) : this.#takeElement(inner);
  }

  #takeElement(inner: OpenValue | undefined): Step {
    const { head } = this;
    const { tag, length } = head;
    const known = dictionaryVr(tag);
    const kept = (known !== 0 || this.#options.keepAll) && (inner === undefined || inner.keeps);
    const stated = head.vr === NOT_LETTERS || head.vr === UNKNOWN_LETTERS ? UN : head.vr;
    const vr = stated === UN && known !== 0 ? known : stated;
    const start = this.offset + head.headBytes;
    const end = length === UNDEFINED_LENGTH ? start : start + length;
    if (inner !== undefined && end > inner.limit) return this.#damaged(inner);
    const isSequence = vr === SQ && kept;
    // Of a sequence that is cut off, what is there is kept.
    if (end > this.#size && !isSequence) return this.#truncated();
    const leftOut = kept && !isSequence && isLeftOut(head, known !== 0, this.#options.limits, this.offset);
    if (kept && !isSequence && !leftOut && end > this.#base + this.#bytes.length) {
      if (this.#ended) return this.#truncated();
      this.#needed = head.headBytes + length;
      return "need-bytes";
    }
    if (tag <= this.#lastTag) this.#note(tag === this.#lastTag ? "duplicate-tag" : "out-of-order-tag");
    this.#lastTag = tag;
    if (stated !== head.vr || (length & 1) !== 0) {
      noteHead(head, this.#encoding, this.#options.findings, this.offset);
    }
    if (isSequence || length === UNDEFINED_LENGTH) return this.#enter(start, vr, kept);
    if (kept) {
      if (vr === UI && !leftOut && !areUidBytes(this.#bytes, start - this.#base, length)) {
        this.#note("invalid-uid");
      }
      this.#add(vr, start, length, leftOut);
    }
    this.offset = end;
    return "go-on";
  }

  /** Goes into a sequence, or into the fragments of an encapsulated value (PS3.5 sections 7.5 and A.4). */
  #enter(start: number, vr: number, kept: boolean): Step {
    // UN of undefined length is a sequence (PS3.5 section 6.2.2), as is what implicit elements do not say to be bytes.
    const isSequence = vr === SQ || (vr === UN && this.head.tag !== PIXEL_DATA);
    const entry = kept && (isSequence || isBytes(vr)) ? this.#add(isSequence ? SQ : vr, start, 0, true) : -1;
    const at = { start, entry, tagBefore: this.#lastTag, encoding: this.#encoding };
    return this.#push(openSequence(this.head, this.#open.innermost, at, isSequence), start);
  }

  /** Items and the delimiters of items and sequences. */
  #takeDelimiter(inner: OpenValue | undefined): Step {
    const { head } = this;
    const start = this.offset + head.headBytes;
    if (inner !== undefined && !inner.isItem && head.tag === ITEM) return this.#takeItem(inner, start);
    if (inner?.delimited === true && head.tag === (inner.isItem ? ITEM_END : SEQUENCE_END)) {
      const end = this.offset;
      this.offset = start;
      this.#close(end);
      return "go-on";
    }
    // A missing delimiter cannot be told from one too many inside of what has no length.
    const isHarmless = inner?.delimited !== true || (head.tag === ITEM_END && !inner.isItem);
    if (!isHarmless) return this.#damaged(inner);
    this.#note("stray-delimiter");
    this.offset = start;
    return "go-on";
  }

  #takeItem(sequence: OpenValue, start: number): Step {
    const { head } = this;
    const end = head.length === UNDEFINED_LENGTH ? start : start + head.length;
    if (end > sequence.limit) {
      if (!sequence.keeps) return this.#damaged(sequence);
      this.#note("damaged-sequence");
    }
    if (end > this.#size && !sequence.keeps) return this.#truncated();
    if (head.length !== UNDEFINED_LENGTH && !sequence.keeps) {
      this.offset = end;
      return "go-on";
    }
    const position = start - this.#base;
    if (!this.#ended && this.#bytes.length - position < ITEM_PEEK_BYTES) {
      this.#needed = head.headBytes + ITEM_PEEK_BYTES;
      return "need-bytes";
    }
    const entry = sequence.keeps ? this.store.add(ITEM, 0, start, 0, LEFT_OUT) : -1;
    return this.#push(openItem(head, sequence, { start, entry }, this.#bytes, position), start);
  }

  #push(value: OpenValue, start: number): Step {
    this.#open.push(value, this.offset);
    this.#encoding = value.encoding;
    this.#lastTag = -1;
    this.offset = start;
    return "go-on";
  }

  #close(end: number): void {
    const closed = this.#open.pop();
    if (closed === undefined) return;
    if (closed.entry >= 0) this.store.close(closed.entry, end);
    this.#encoding = this.#open.innermost?.encoding ?? this.#outerEncoding;
    this.#lastTag = closed.tagBefore;
  }

  /** Skips to the end of what has a length; the data end here where nothing around has one. */
  #damaged({ limit }: OpenValue): Step {
    this.#note("damaged-sequence");
    if (limit === Number.POSITIVE_INFINITY) return this.#truncated();
    while (this.#open.innermost?.delimited === true) this.#close(this.offset);
    this.offset = limit;
    return "go-on";
  }

  #truncated(): Step {
    this.#note("truncated");
    while (this.#open.innermost !== undefined) this.#close(this.offset);
    return "over";
  }

  /** The bytes end before a next element. `position`: of the next byte in the window. */
  #endOfData(position: number): void {
    const { findings } = this.#options;
    const rest = this.#bytes.subarray(Math.max(position, 0), position + MAX_HEAD_BYTES);
    const isInside = this.#open.innermost !== undefined;
    if (isInside) findings.add("damaged-sequence", this.offset);
    if (isInside || rest.some((byte) => byte !== 0) || this.offset > this.#size) {
      findings.add("truncated", this.offset);
    } else if (rest.length > 0) {
      findings.add("trailing-bytes", this.offset);
    }
    while (this.#open.innermost !== undefined) this.#close(this.offset);
  }

  #add(vr: number, start: number, length: number, leftOut: boolean): number {
    const flags = (this.#encoding.littleEndian ? 0 : BIG_ENDIAN) | (leftOut ? LEFT_OUT : 0);
    const entry = this.store.add(this.head.tag, vr, start, length, flags);
    const position = start - this.#base;
    if (!leftOut && isEncodedText(vr) && !isAscii(this.#held.view, position, position + length)) {
      this.store.markBeyondAscii();
    }
    return entry;
  }

  #note(code: FindingCode): void {
    this.#options.findings.add(code, this.offset, this.head.tag);
  }
}
