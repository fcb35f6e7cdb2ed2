import { LimitReached } from "./errors.ts";

/** Milliseconds from any fixed point on, never going back. */
export type Clock = () => number;

/**
 * The time that reading one header may take, from the first look at the clock on: most headers end before it is worth
 * one. Waiting for the source does not count: a slow network is not the file's doing.
 */
export class TimeBudget {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  #until: number | undefined;

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  /** Throws `LimitReached` when the time is up. */
  check(byteOffset: number): void {
    const now = this.#clock();
    this.#until ??= now + this.#milliseconds;
    if (now > this.#until) throw new LimitReached("limit-time", { byteOffset });
  }

  /** Waits for what somebody else does. */
  async wait<Value>(work: Promise<Value>): Promise<Value> {
    if (this.#until === undefined) return await work;
    const before = this.#clock();
    try {
      return await work;
    } finally {
      this.#until += this.#clock() - before;
    }
  }
}
