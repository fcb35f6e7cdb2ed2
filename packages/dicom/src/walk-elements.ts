import { type Element, type ElementHead, type Elements, UNDEFINED_LENGTH } from "./element.ts";
import { MAX_HEAD_BYTES, readElementHead } from "./element-head.ts";
import { DicomError } from "./errors.ts";
import type { Finding, FindingCode } from "./findings.ts";
import type { ReadLimits } from "./limits.ts";
import type { ReadWindow } from "./read-window.ts";
import { parseSequence } from "./sequence-items.ts";
import { undefinedValueLength } from "./skip-value.ts";
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
  let length = head.length;
  if (length === UNDEFINED_LENGTH) {
    const found = await undefinedValueLength(window, head, start, walk.limits);
    if (found === undefined) {
      note("damaged-sequence");
      note("truncated");
      return undefined;
    }
    length = found;
  }
  if (start + length > window.size) {
    note("truncated");
    return undefined;
  }
  if (known === undefined) return length;
  if (length > walk.limits.valueBytes) {
    throw new DicomError("limit-value-bytes", "A value is larger than the reader may keep.", {
      byteOffset: offset,
      tag: formatTag(head.tag),
    });
  }
  const bytes = await window.at(start, length);
  // The source turned out to be shorter than its size, which is unknown before the end of an inflated one.
  if (bytes.length < length) {
    note("truncated");
    return undefined;
  }
  if (known !== "SQ") {
    put({ ...element(known), bytes: bytes.slice() });
    return length;
  }
  const items = sequenceItems(bytes, head, start);
  if (items === undefined) note("damaged-sequence");
  else put({ ...element("SQ"), bytes: new Uint8Array(0), items });
  return length;

  function element(vr: string) {
    const stated = head.vr === undefined || head.vr === "UN" || !isKnownVr(head.vr) ? vr : head.vr;
    return {
      tag: head.tag,
      vr: stated,
      byteOffset: start,
      littleEndian: head.encoding.littleEndian,
    };
  }
  function put(kept: Element): void {
    // The last one is kept, which is what pydicom and dcmtk show as well.
    if (elements.has(head.tag)) note("duplicate-tag");
    elements.set(head.tag, kept);
  }
}

/** UN holds implicit little endian (PS3.5 section 6.2.2), but some writers leave what is inside explicit. */
function sequenceItems(
  bytes: Uint8Array,
  head: ElementHead,
  byteOffset: number,
): readonly Elements[] | undefined {
  const at = { ...head, byteOffset };
  if (head.vr !== "UN") return parseSequence(bytes, at);
  return parseSequence(bytes, { ...at, encoding: IMPLICIT_LITTLE }) ?? parseSequence(bytes, at);
}
