import { type ElementHead, UNDEFINED_LENGTH } from "./element.ts";
import { MAX_HEAD_BYTES, readElementHead } from "./element-head.ts";
import { DicomError } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import type { ReadWindow } from "./read-window.ts";
import { formatTag } from "./tags.ts";
import { type Encoding, IMPLICIT_LITTLE } from "./transfer-syntax.ts";

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

/** What is open at a point of a value of undefined length, from the outside in. */
interface Open {
  readonly kind: "sequence" | "item";
  readonly encoding: Encoding;
}

/**
 * Finds the end of a value of undefined length (PS3.5 sections 7.5 and A.4): a sequence, or encapsulated bytes, whose
 * fragments are items too. Whatever has a length is skipped by it, so nothing is held, and nothing recurs with the input.
 * Answers the length with its delimiters, or undefined when the value is none, or the bytes end before it does.
 */
export async function undefinedValueLength(
  window: ReadWindow,
  head: ElementHead,
  start: number,
  limits: ReadLimits,
): Promise<number | undefined> {
  if (head.vr !== "UN") return skip(window, { start, tag: head.tag, encoding: head.encoding, limits });
  // UN of undefined length holds implicit little endian whatever surrounds it (PS3.5 section 6.2.2, note 4);
  // some writers leave what is inside explicit.
  const at = { start, tag: head.tag, limits };
  return (
    (await skip(window, { ...at, encoding: IMPLICIT_LITTLE })) ??
    (await skip(window, { ...at, encoding: head.encoding }))
  );
}

async function skip(
  window: ReadWindow,
  at: { start: number; tag: number; encoding: Encoding; limits: ReadLimits },
): Promise<number | undefined> {
  const { limits } = at;
  const open: Open[] = [{ kind: "sequence", encoding: at.encoding }];
  let offset = at.start;
  for (let count = 0; ; count++) {
    const inner = open.at(-1);
    if (inner === undefined) return offset - at.start;
    const head = readElementHead(await window.at(offset, MAX_HEAD_BYTES), inner.encoding);
    if (head === undefined) return undefined;
    if (count >= limits.nestedElements) throw reached("limit-elements", offset, at.tag);
    offset += head.headBytes;
    if (head.tag === (inner.kind === "item" ? ITEM_END : SEQUENCE_END)) {
      open.pop();
      continue;
    }
    // A sequence holds items and nothing else; an item holds anything but items.
    if ((head.tag === ITEM) !== (inner.kind === "sequence")) return undefined;
    if (head.length !== UNDEFINED_LENGTH) {
      offset += head.length;
      if (offset > window.size) return undefined;
      continue;
    }
    if (open.length >= limits.nesting) throw reached("limit-nesting", offset, at.tag);
    open.push({
      kind: inner.kind === "sequence" ? "item" : "sequence",
      encoding: head.vr === "UN" ? IMPLICIT_LITTLE : head.encoding,
    });
  }
}

function reached(code: "limit-elements" | "limit-nesting", byteOffset: number, tag: number): DicomError {
  const what = code === "limit-nesting" ? "nested too deep" : "too long";
  return new DicomError(code, `A sequence is ${what}.`, { byteOffset, tag: formatTag(tag) });
}
