import type { Encoding } from "./element-head.ts";
import { LimitReached } from "./errors.ts";

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
