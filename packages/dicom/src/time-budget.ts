import { LimitReached } from "./errors.ts";

/** Milliseconds from any fixed point on, never going back. */
export type Clock = () => number;

/** The time that reading one header may take. Waiting for the source does not count: a slow network is not the file's doing. */
export class TimeBudget {
  readonly #clock: Clock;
  #until: number;

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#until = clock() + milliseconds;
  }

  /** Throws `LimitReached` when the time is up. */
  check(byteOffset: number): void {
    if (this.#clock() > this.#until) throw new LimitReached("limit-time", { byteOffset });
  }

  /** Waits for what somebody else does. */
  async wait<Value>(work: Promise<Value>): Promise<Value> {
    const before = this.#clock();
    try {
      return await work;
    } finally {
      this.#until += this.#clock() - before;
    }
  }
}
