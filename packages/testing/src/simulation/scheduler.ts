/** Time that passes only when something happens: everything in the simulated world is an event at a time. */
import type { Clock } from "@accession/core/clock";
import { seededRandom } from "../dicom/seeded-random.ts";

interface Event {
  readonly at: number;
  act: (() => void) | undefined;
}

const BEGIN = Date.parse("2026-11-21T08:00:00.000Z");

/** Runs what is due, one thing at a time and in an order that the seed determines. */
export class Scheduler implements Clock {
  /** How many events have run. */
  count = 0;
  #now = BEGIN;
  /** The latest first, so that the next one is taken from the end. */
  readonly #events: Event[] = [];
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** True so often, from 0 for never to 1 for always. */
  chance(rate: number): boolean {
    return rate > 0 && this.#random() < rate;
  }

  /** A number between the two. */
  between(least: number, most: number): number {
    return least + this.#random() * (most - least);
  }

  /** Answers how to call it off. */
  after(seconds: number, act: () => void): () => void {
    const at = this.#now + seconds * 1000;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    const event: Event = { at, act };
    this.#events.splice(low, 0, event);
    return () => {
      event.act = undefined;
    };
  }

  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(seconds, resolve);
    });
  }

  /** In how many seconds the next event is due; undefined when there is none. */
  get nextIn(): number | undefined {
    while (this.#events.length > 0 && this.#events.at(-1)?.act === undefined) this.#events.pop();
    const next = this.#events.at(-1);
    return next === undefined ? undefined : Math.max(0, next.at - this.#now) / 1000;
  }

  /** The whole world stands still for so long: what was due meanwhile happens afterwards. */
  leap(seconds: number): void {
    this.#now += seconds * 1000;
  }

  /** Runs the next event and all that follows from it without waiting. */
  async step(): Promise<void> {
    const next = this.#events.pop();
    if (next?.act === undefined) return;
    this.#now = Math.max(this.#now, next.at);
    this.count += 1;
    next.act();
    await everythingPending();
  }

  /** Runs what is due within so many seconds, and within so many of what that brings. */
  async settle(seconds: number): Promise<void> {
    for (let next = this.nextIn; next !== undefined && next <= seconds; next = this.nextIn) await this.step();
  }
}

/** Until every promise that can go on has gone on. No time passes. */
function everythingPending(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
