import { LimitReached } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import type { TimeBudget } from "./time-budget.ts";

const ELEMENTS_PER_LOOK_AT_THE_CLOCK = 4096;

/** How many elements and items a walk has passed, against the limits on number and time. */
export class ElementCount {
  readonly #limits: ReadLimits;
  readonly #time: TimeBudget;
  #kept = 0;
  #inside = 0;
  #nextLook = ELEMENTS_PER_LOOK_AT_THE_CLOCK;

  constructor(limits: ReadLimits, time: TimeBudget) {
    this.#limits = limits;
    this.#time = time;
  }

  /** `isInside`: of values that are not kept. */
  add(elements: number, isInside: boolean, byteOffset: number): void {
    if (isInside) this.#inside += elements;
    else this.#kept += elements;
    if (this.#kept > this.#limits.elements) throw new LimitReached("limit-elements", { byteOffset });
    if (this.#inside > this.#limits.nestedElements) {
      throw new LimitReached("limit-nested-elements", { byteOffset });
    }
    if (this.#kept + this.#inside < this.#nextLook) return;
    this.#nextLook += ELEMENTS_PER_LOOK_AT_THE_CLOCK;
    this.#time.check(byteOffset);
  }
}
