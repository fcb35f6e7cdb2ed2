/** What goes wrong, how often; drawn from the world's seed. */
import type { Scheduler } from "./scheduler.ts";

/** Each from 0, never, to 1, always. */
export interface FaultRates {
  /** A request does not arrive. */
  readonly lost: number;
  /** A request arrives, its answer does not. */
  readonly answerLost: number;
  /** A request arrives long after its sender gave up. */
  readonly late: number;
  /** A request, message or event comes twice. */
  readonly twice: number;
  /** A function dies before it sends a request, or after its effect. */
  readonly crash: number;
  /** A function that ran out of time, or whose caller gave up, runs on. */
  readonly zombie: number;
  /** An execution of the state machine dies before a step, without a catch. */
  readonly death: number;
}

export const NO_FAULTS: FaultRates = {
  lost: 0,
  answerLost: 0,
  late: 0,
  twice: 0,
  crash: 0,
  zombie: 0,
  death: 0,
};

export const FAULT_KINDS = ["lost", "answerLost", "late", "twice", "crash", "zombie", "death"] as const;

export type CallFault = "none" | "lost" | "answer-lost" | "late" | "twice" | "crash-before" | "crash-after";

/** The faults of a world, until they stop. */
export class Faults {
  rates: FaultRates;
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler, rates: FaultRates) {
    this.#scheduler = scheduler;
    this.rates = rates;
  }

  /** What befalls one request to a store or a remote system. */
  ofCall(): CallFault {
    if (this.is("lost")) return "lost";
    if (this.is("answerLost")) return "answer-lost";
    if (this.is("late")) return "late";
    if (this.is("twice")) return "twice";
    if (this.is("crash")) return this.#scheduler.chance(0.5) ? "crash-before" : "crash-after";
    return "none";
  }

  is(kind: keyof FaultRates): boolean {
    return this.#scheduler.chance(this.rates[kind]);
  }
}
