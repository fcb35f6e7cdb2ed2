import type { Clock } from "@accession/core/clock";

/** A clock that stands still until a test moves it. */
export class SettableClock implements Clock {
  #now: Date;

  constructor(now = "2026-11-21T08:00:00.000Z") {
    this.#now = new Date(now);
  }

  now(): Date {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }
}
