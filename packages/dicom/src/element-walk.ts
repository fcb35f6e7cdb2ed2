import {
  ElementHead,
  type Encoding,
  isExplicitAt,
  MAX_HEAD_BYTES,
  UNDEFINED_LENGTH,
} from "./element-head.ts";
import { BIG_ENDIAN, ElementStore, LEFT_OUT } from "./element-store.ts";
import { LimitReached } from "./errors.ts";
import type { FindingCode, FindingList } from "./findings.ts";
import type { ReadLimits } from "./limits.ts";
import { type OpenValue, OpenValues } from "./open-values.ts";
import type { ReadWindow } from "./read-window.ts";
import { dictionaryVr, formatTag, ITEM, ITEM_END, ITEM_GROUP, PIXEL_DATA, SEQUENCE_END } from "./tags.ts";
import type { TimeBudget } from "./time-budget.ts";
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE } from "./transfer-syntax.ts";
import { areUidBytes } from "./uid.ts";
import { NOT_LETTERS, UNKNOWN_LETTERS, vrCode } from "./vr.ts";

/** Head of an item, and its first element up to the representation. */
const ITEM_PEEK_BYTES = 14;
const ELEMENTS_PER_LOOK_AT_THE_CLOCK = 4096;

const OB = vrCode("OB");
const SQ = vrCode("SQ");
const UI = vrCode("UI");
const UN = vrCode("UN");

/** What a step of the walk comes to. */
type Step = "go-on" | "need-bytes" | "over";

export interface WalkOptions {
  readonly limits: ReadLimits;
  readonly findings: FindingList;
  /** Keeps every element instead of those of the dictionary. */
  readonly keepAll: boolean;
  readonly time: TimeBudget;
}

/**
 * Goes from element to element, keeps those that are wanted, and skips the rest by position (PS3.5 section 7). It
 * runs over the bytes in memory without waiting; where they end, it moves the window on and continues there.
 */
export class ElementWalk {
  readonly store: ElementStore;
  /** Position of the next element. */
  offset = 0;
  /** The entries at the top level, in the order of the file. */
  roots: number[] = [];
  /** The element at `offset`, when the walk stopped before one. */
  readonly head = new ElementHead();
  readonly #options: WalkOptions;
  readonly #open: OpenValues;
  #outerEncoding: Encoding = EXPLICIT_LITTLE;
  #encoding: Encoding = EXPLICIT_LITTLE;
  #lastTag = -1;
  #needed = 0;
  #passed = 0;
  #passedInside = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #base = 0;
  #ended = false;
  #size = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.store = new ElementStore(options.limits.heldBytes);
    this.#open = new OpenValues(options.limits.nesting);
  }

  /** Takes over the bytes of a window, at first and after each move. */
  attach(window: ReadWindow): void {
    const { bytes, base } = window;
    this.#base = base;
    this.#ended = window.ended;
    this.#size = window.size;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.store.hold(base, bytes);
  }

  /**
   * Walks from `offset` on until the data end, or until `stopAt` holds for a tag at the top level: true in that case.
   * Waits for the source only where the window ends.
   */
  async walk(
    window: ReadWindow,
    offset: number,
    encoding: Encoding,
    stopAt: (tag: number) => boolean,
  ): Promise<boolean> {
    this.offset = offset;
    this.#outerEncoding = encoding;
    this.#encoding = encoding;
    this.#lastTag = -1;
    this.roots = [];
    for (;;) {
      const stopped = this.#run(stopAt);
      if (stopped !== undefined) return stopped;
      await window.move(this.offset, this.#needed);
      this.attach(window);
      this.#options.time.check(this.offset);
    }
  }

  /** True when stopped, false when the data end, undefined when more bytes are needed. */
  #run(stopAt: (tag: number) => boolean): boolean | undefined {
    const { head } = this;
    for (;;) {
      const inner = this.#open.innermost;
      if (inner !== undefined && this.offset >= inner.limit) {
        if (inner.delimited) this.#note("damaged-sequence");
        this.#close(this.offset);
        continue;
      }
      const position = this.offset - this.#base;
      const available = this.#view.byteLength - position;
      if (available < MAX_HEAD_BYTES && !this.#ended) {
        this.#needed = MAX_HEAD_BYTES;
        return undefined;
      }
      if (!head.read(this.#view, position, this.#encoding) || (head.tag === 0 && this.#lastTag !== -1)) {
        this.#endOfData(Math.max(position, 0));
        return false;
      }
      if (inner === undefined && stopAt(head.tag)) return true;
      this.#count(inner);
      const step =
        head.tag >>> 16 === ITEM_GROUP
          ? this.#takeDelimiter(inner)
          : inner !== undefined && !inner.isItem
            ? this.#damaged(inner)
            : this.#takeElement(inner);
      if (step === "go-on") continue;
      return step === "over" ? false : undefined;
    }
  }

  #takeElement(inner: OpenValue | undefined): Step {
    const { head } = this;
    const { tag, length } = head;
    const known = dictionaryVr(tag);
    const kept = (known !== undefined || this.#options.keepAll) && (inner === undefined || inner.keeps);
    const stated = head.vr === NOT_LETTERS || head.vr === UNKNOWN_LETTERS ? UN : head.vr;
    const vr = stated === UN ? (known ?? UN) : stated;
    const start = this.offset + head.headBytes;
    const end = length === UNDEFINED_LENGTH ? start : start + length;
    if (inner !== undefined && end > inner.limit) return this.#damaged(inner);
    if (end > this.#size) return this.#truncated();
    const isSequence = vr === SQ && kept;
    const leftOut = kept && !isSequence && this.#isLeftOut(known !== undefined, length);
    if (kept && !isSequence && !leftOut && end > this.#base + this.#view.byteLength) {
      if (this.#ended) return this.#truncated();
      this.#needed = head.headBytes + length;
      return "need-bytes";
    }
    if (tag <= this.#lastTag) this.#note(tag === this.#lastTag ? "duplicate-tag" : "out-of-order-tag");
    this.#lastTag = tag;
    if (stated !== head.vr || (length & 1) !== 0) this.#noteHead();
    if (length === UNDEFINED_LENGTH) return this.#enter(start, vr, kept);
    if (isSequence) return this.#enter(start, SQ, true);
    if (kept) {
      if (vr === UI && !leftOut && !areUidBytes(this.#view, start - this.#base, length)) {
        this.#note("invalid-uid");
      }
      this.#add(vr, start, length, leftOut);
    }
    this.offset = end;
    return "go-on";
  }

  /** Goes into a sequence, or into the fragments of an encapsulated value (PS3.5 sections 7.5 and A.4). */
  #enter(start: number, vr: number, kept: boolean): Step {
    const { head } = this;
    const inner = this.#open.innermost;
    const delimited = head.length === UNDEFINED_LENGTH;
    // UN of undefined length is a sequence (PS3.5 section 6.2.2), as is what implicit elements do not say to be bytes.
    const isSequence = vr === SQ || (vr === UN && head.tag !== PIXEL_DATA);
    const isBytes = vr >= OB && vr < OB + 6;
    const entry = kept && (isSequence || isBytes) ? this.#add(isSequence ? SQ : vr, start, 0, true) : -1;
    const sequence = {
      isItem: false,
      delimited,
      limit: delimited ? (inner?.limit ?? Number.POSITIVE_INFINITY) : start + head.length,
      entry,
      keeps: entry >= 0 && isSequence,
      encoding: this.#encodingInside(),
      tagBefore: this.#lastTag,
    };
    return this.#push(sequence, start);
  }

  /** UN holds implicit little endian whatever is around it (PS3.5 section 6.2.2); items tell where it does not. */
  #encodingInside(): Encoding {
    if (this.head.vr === UN) return IMPLICIT_LITTLE;
    if (this.head.vr !== NOT_LETTERS || !this.#encoding.explicit) return this.#encoding;
    return { explicit: false, littleEndian: this.#encoding.littleEndian };
  }

  /** Items and the delimiters of items and sequences. */
  #takeDelimiter(inner: OpenValue | undefined): Step {
    const { head } = this;
    const start = this.offset + head.headBytes;
    if (inner !== undefined && !inner.isItem && head.tag === ITEM) return this.#takeItem(inner, start);
    const closes = head.tag === (inner?.isItem === true ? ITEM_END : SEQUENCE_END);
    if (inner?.delimited === true && closes) {
      const end = this.offset;
      this.offset = start;
      this.#close(end);
      return "go-on";
    }
    // A missing delimiter cannot be told from one too many inside of what has no length.
    if (inner?.delimited === true && !(head.tag === ITEM_END && !inner.isItem)) return this.#damaged(inner);
    this.#note("stray-delimiter");
    this.offset = start;
    return "go-on";
  }

  #takeItem(inner: OpenValue, start: number): Step {
    const { head } = this;
    const delimited = head.length === UNDEFINED_LENGTH;
    const end = delimited ? start : start + head.length;
    if (end > inner.limit) return this.#damaged(inner);
    if (end > this.#size) return this.#truncated();
    if (!delimited && !inner.keeps) {
      this.offset = end;
      return "go-on";
    }
    const position = start - this.#base;
    if (!this.#ended && this.#view.byteLength - position < ITEM_PEEK_BYTES) {
      this.#needed = head.headBytes + ITEM_PEEK_BYTES;
      return "need-bytes";
    }
    // Real files change between explicit and implicit from one item to the next.
    const isEmpty = !delimited && head.length < 8;
    const explicit = isEmpty ? undefined : isExplicitAt(this.#view, position);
    const encoding =
      explicit === undefined || explicit === inner.encoding.explicit || this.#isDelimiterAt(position)
        ? inner.encoding
        : { explicit, littleEndian: inner.encoding.littleEndian };
    const entry = inner.keeps ? this.store.add(ITEM, 0, start, 0, LEFT_OUT) : -1;
    const item = {
      isItem: true,
      delimited,
      limit: delimited ? inner.limit : end,
      entry,
      keeps: inner.keeps,
      encoding,
      tagBefore: -1,
    };
    return this.#push(item, start);
  }

  #isDelimiterAt(position: number): boolean {
    const group = this.#view.getUint16(position, this.#encoding.littleEndian);
    return group === ITEM_GROUP;
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
  #damaged(inner: OpenValue): Step {
    this.#note("damaged-sequence");
    const { limit } = inner;
    if (limit === Number.POSITIVE_INFINITY) return this.#truncated();
    while (this.#open.innermost?.delimited === true) this.#close(this.offset);
    this.offset = limit;
    return "go-on";
  }

  #truncated(): Step {
    this.#note("truncated");
    this.#closeAll();
    return "over";
  }

  /** The bytes end before a next element. `position`: of the next byte in the window. */
  #endOfData(position: number): void {
    const rest = new Uint8Array(this.#view.buffer, this.#view.byteOffset).subarray(
      position,
      Math.min(position + MAX_HEAD_BYTES, this.#view.byteLength),
    );
    const { findings } = this.#options;
    if (this.#open.innermost !== undefined) {
      findings.add("damaged-sequence", this.offset);
      findings.add("truncated", this.offset);
    } else if (rest.length > 0) {
      findings.add(rest.every((byte) => byte === 0) ? "trailing-bytes" : "truncated", this.offset);
    } else if (this.offset > this.#size) {
      findings.add("truncated", this.offset);
    }
    this.#closeAll();
  }

  #closeAll(): void {
    while (this.#open.innermost !== undefined) this.#close(this.offset);
  }

  #add(vr: number, start: number, length: number, leftOut: boolean): number {
    const flags = (this.#encoding.littleEndian ? 0 : BIG_ENDIAN) | (leftOut ? LEFT_OUT : 0);
    const entry = this.store.add(this.head.tag, vr, start, length, flags);
    if (this.#open.innermost === undefined) this.roots.push(entry);
    return entry;
  }

  /** Long values that nobody asked for by name stay in the file. */
  #isLeftOut(isIndexed: boolean, length: number): boolean {
    if (length <= this.#options.limits.valueBytes || length === UNDEFINED_LENGTH) return false;
    if (!isIndexed) return true;
    throw new LimitReached("limit-value-bytes", { byteOffset: this.offset, tag: formatTag(this.head.tag) });
  }

  #count(inner: OpenValue | undefined): void {
    const { limits } = this.#options;
    const isInside = inner !== undefined && !inner.keeps;
    const count = isInside ? ++this.#passedInside : ++this.#passed;
    if (count > (isInside ? limits.nestedElements : limits.elements)) {
      throw new LimitReached(isInside ? "limit-nested-elements" : "limit-elements", {
        byteOffset: this.offset,
      });
    }
    if (count % ELEMENTS_PER_LOOK_AT_THE_CLOCK === 0) this.#options.time.check(this.offset);
  }

  #noteHead(): void {
    const { vr, length } = this.head;
    if (vr === UNKNOWN_LETTERS) this.#note("unknown-vr");
    if (vr === NOT_LETTERS && this.#encoding.explicit) this.#note("implicit-element");
    if (length !== UNDEFINED_LENGTH && (length & 1) === 1) this.#note("odd-length");
  }

  #note(code: FindingCode): void {
    this.#options.findings.add(code, this.offset, this.head.tag);
  }
}
