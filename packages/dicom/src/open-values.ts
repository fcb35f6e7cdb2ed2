import { type ElementHead, type Encoding, isExplicitAt, UNDEFINED_LENGTH } from "./element-head.ts";
import { LimitReached } from "./errors.ts";
import { uint16At } from "./integers.ts";
import { ITEM_GROUP } from "./tags.ts";
import { IMPLICIT_LITTLE } from "./transfer-syntax.ts";
import { NOT_LETTERS, vrCode } from "./vr.ts";

const UN = vrCode("UN");

/** The head of an item, and its first element up to the representation. */
export const ITEM_PEEK_BYTES = 14;

/** A sequence that the walk is in, or an item. */
export interface OpenValue {
  readonly isItem: boolean;
  /** A delimiter ends it; else it ends at `limit`. */
  readonly delimited: boolean;
  /** Where it ends, or what is around it, by length; `Infinity` when nothing around it has a length. */
  readonly limit: number;
  /** Its entry in the store; -1 when it has none. */
  readonly entry: number;
  /** What is inside is kept, where it is wanted. */
  readonly keeps: boolean;
  /** How the elements inside are written. */
  readonly encoding: Encoding;
  /** The last tag before it, at its own level. */
  readonly tagBefore: number;
}

/** The values that are open at one point of a walk: a stack of our own, which no input can overflow. */
export class OpenValues {
  innermost: OpenValue | undefined;
  readonly #outer: OpenValue[] = [];
  readonly #deepest: number;

  constructor(deepest: number) {
    this.#deepest = deepest;
  }

  push(value: OpenValue, byteOffset: number): void {
    if (this.innermost !== undefined) this.#outer.push(this.innermost);
    if (this.#outer.length >= this.#deepest) throw new LimitReached("limit-nesting", { byteOffset });
    this.innermost = value;
  }

  pop(): OpenValue | undefined {
    const closed = this.innermost;
    this.innermost = this.#outer.pop();
    return closed;
  }
}

/** A sequence, or the fragments of an encapsulated value, which are never kept. `encoding` is that around it. */
export function openSequence(
  head: ElementHead,
  around: OpenValue | undefined,
  at: { start: number; entry: number; tagBefore: number; encoding: Encoding },
  isSequence: boolean,
): OpenValue {
  const delimited = head.length === UNDEFINED_LENGTH;
  return {
    isItem: false,
    delimited,
    limit: delimited ? (around?.limit ?? Number.POSITIVE_INFINITY) : at.start + head.length,
    entry: at.entry,
    keeps: at.entry >= 0 && isSequence,
    encoding: encodingInside(head, at.encoding),
    tagBefore: at.tagBefore,
  };
}

/** An item whose contents begin at `position` of `bytes`. Real files change between explicit and implicit from one item to the next. */
export function openItem(
  head: ElementHead,
  sequence: OpenValue,
  at: { start: number; entry: number },
  bytes: Uint8Array,
  position: number,
): OpenValue {
  const delimited = head.length === UNDEFINED_LENGTH;
  const { explicit: expected, littleEndian } = sequence.encoding;
  const isEmpty =
    bytes.length - position < 2 ||
    (!delimited && head.length < 8) ||
    uint16At(bytes, position, littleEndian) === ITEM_GROUP;
  const explicit = (isEmpty ? undefined : isExplicitAt(bytes, position)) ?? expected;
  return {
    isItem: true,
    delimited,
    // An item may claim more than its sequence has.
    limit: delimited ? sequence.limit : Math.min(at.start + head.length, sequence.limit),
    entry: at.entry,
    keeps: sequence.keeps,
    encoding: explicit === expected ? sequence.encoding : { explicit, littleEndian },
    tagBefore: -1,
  };
}

/** UN holds implicit little endian whatever is around it (PS3.5 section 6.2.2); items tell where it does not. */
function encodingInside(head: ElementHead, around: Encoding): Encoding {
  if (head.vr === UN) return IMPLICIT_LITTLE;
  if (head.vr !== NOT_LETTERS || !around.explicit) return around;
  return { explicit: false, littleEndian: around.littleEndian };
}
