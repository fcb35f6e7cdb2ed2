import { type Element, type ElementHead, type Elements, UNDEFINED_LENGTH } from "./element.ts";
import { MAX_HEAD_BYTES, readElementHead } from "./element-head.ts";
import { DicomError } from "./errors.ts";
import type { Finding, FindingCode } from "./findings.ts";
import type { ReadLimits } from "./limits.ts";
import type { ReadWindow } from "./read-window.ts";
import { encapsulatedLength, type ParsedSequence, parseSequence } from "./sequence-items.ts";
import { dictionaryVr, formatTag } from "./tags.ts";
import { type Encoding, IMPLICIT_LITTLE } from "./transfer-syntax.ts";
import { isKnownVr } from "./vr.ts";

const ITEM_GROUP = 0xfffe;

/** Where a walk begins, how it reads, and at which tag it ends. */
export interface Walk {
  readonly window: ReadWindow;
  readonly offset: number;
  readonly encoding: Encoding;
  readonly limits: ReadLimits;
  readonly findings: Finding[];
  /** The walk ends before the first tag for which this holds. */
  stopAt(tag: number): boolean;
}

/** What a walk kept, and the head of the element that it ended at, if it did not end with the bytes. */
export interface Walked {
  readonly elements: Elements;
  readonly offset: number;
  readonly stoppedAt: ElementHead | undefined;
}

/** Goes from element to element at the top level, keeps those of the dictionary, and skips the rest by position. */
export async function walkElements(walk: Walk): Promise<Walked> {
  const { window, findings } = walk;
  const elements = new Map<number, Element>();
  let offset = walk.offset;
  const ended = () => ({ elements, offset, stoppedAt: undefined });

  for (let count = 0; ; count++) {
    const bytes = await window.at(offset, MAX_HEAD_BYTES);
    if (bytes.length === 0) return ended();
    const head = readElementHead(bytes, walk.encoding);
    if (head === undefined || head.tag === 0) {
      findings.push({
        code: bytes.every((byte) => byte === 0) ? "trailing-bytes" : "truncated",
        byteOffset: offset,
      });
      return ended();
    }
    if (walk.stopAt(head.tag)) return { elements, offset, stoppedAt: head };
    if (count >= walk.limits.elements) {
      throw new DicomError("limit-elements", "The data set has more elements than the reader may take.", {
        byteOffset: offset,
      });
    }
    const length = await takeElement(walk, head, offset, elements);
    if (length === undefined) return ended();
    offset += head.headBytes + length;
  }
}

/** Keeps or skips one element; its length, or undefined when nothing can be read after it. */
async function takeElement(
  walk: Walk,
  head: ElementHead,
  offset: number,
  elements: Map<number, Element>,
): Promise<number | undefined> {
  const { window } = walk;
  const note = (code: FindingCode) =>
    walk.findings.push({ code, byteOffset: offset, tag: formatTag(head.tag) });
  if (head.tag >>> 16 === ITEM_GROUP) {
    note("stray-delimiter");
    return 0;
  }
  if (head.vr !== undefined && !isKnownVr(head.vr)) note("unknown-vr");
  if (walk.encoding.explicit && head.vr === undefined) note("implicit-element");

  const known = dictionaryVr(head.tag);
  const start = offset + head.headBytes;
  if (head.length === UNDEFINED_LENGTH) {
    const found = await undefinedLength(walk, head, start);
    if (found === undefined) {
      note("damaged-sequence");
      note("truncated");
      return undefined;
    }
    if (known === "SQ") put(sequence(found.items));
    return found.length;
  }
  if (start + head.length > window.size) {
    note("truncated");
    return undefined;
  }
  if (known === undefined) return head.length;
  if (head.length > walk.limits.valueBytes) {
    throw new DicomError("limit-value-bytes", "A value is larger than the reader may keep.", {
      byteOffset: offset,
      tag: formatTag(head.tag),
    });
  }
  const bytes = await window.at(start, head.length);
  // The source turned out to be shorter than its size, which is unknown before the end of an inflated one.
  if (bytes.length < head.length) {
    note("truncated");
    return undefined;
  }
  if (known !== "SQ") {
    put({ ...element(known), bytes: bytes.slice() });
    return head.length;
  }
  const parsed = parseSequence(bytes, { ...head, byteOffset: start });
  if (parsed === undefined) note("damaged-sequence");
  else put(sequence(parsed.items));
  return head.length;

  function element(vr: string) {
    const stated = head.vr === undefined || head.vr === "UN" || !isKnownVr(head.vr) ? vr : head.vr;
    return {
      tag: head.tag,
      vr: stated,
      byteOffset: start,
      littleEndian: head.encoding.littleEndian,
    };
  }
  function sequence(items: readonly Elements[]): Element {
    return { ...element("SQ"), bytes: new Uint8Array(0), items };
  }
  function put(kept: Element): void {
    // The last one is kept, which is what pydicom and dcmtk show as well.
    if (elements.has(head.tag)) note("duplicate-tag");
    elements.set(head.tag, kept);
  }
}

/** Finds the end of a value of undefined length by reading what is in it, in a window that widens until it fits. */
async function undefinedLength(
  walk: Walk,
  head: ElementHead,
  start: number,
): Promise<ParsedSequence | undefined> {
  const encapsulated = head.vr === "OB" || head.vr === "OW";
  // UN of undefined length holds implicit little endian whatever surrounds it (PS3.5 section 6.2.2 note 4).
  const encoding = head.vr === "UN" ? IMPLICIT_LITTLE : head.encoding;
  const at = {
    tag: head.tag,
    length: UNDEFINED_LENGTH,
    encoding,
    byteOffset: start,
  };
  for (let bytes = await walk.window.at(start, 8); ; ) {
    bytes = walk.window.held(start);
    if (encapsulated) {
      const length = encapsulatedLength(bytes, at);
      if (length !== undefined) return { items: [], length };
    } else {
      // Some writers leave what is inside UN explicit.
      const parsed =
        parseSequence(bytes, at) ??
        (head.vr === "UN" ? parseSequence(bytes, { ...at, encoding: head.encoding }) : undefined);
      if (parsed !== undefined) return parsed;
    }
    if (walk.window.reachesEnd) return undefined;
    await walk.window.widen(
      start,
      Math.max(bytes.length * 4, walk.limits.firstReadBytes),
      formatTag(head.tag),
    );
    if (walk.window.held(start).length <= bytes.length) return undefined;
  }
}
