/** One run of a function: what it asks of others goes over a network, and it may die at every such point. */
import type { Faults } from "./faults.ts";
import type { Scheduler } from "./scheduler.ts";

export interface Environment {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
}

/** After so many seconds without an answer a request counts as failed. */
const CALL_SECONDS = 10;
/** After so many a function is ended: its time limit. */
const FUNCTION_SECONDS = 30;
/** How late a request may still arrive: later than every limit of a step, and than a few of its tries. */
const LATEST_SECONDS = 300;

/** What its caller sees of a function that died, ran out of time, or whose answer got lost. */
export class FunctionDied extends Error {}
/** What a function sees of a request without an answer. */
export class NoAnswer extends Error {}

export class Process {
  #dead = false;
  readonly #environment: Environment;
  readonly #died: () => void;
  readonly #freezes: boolean;

  /** One that freezes goes on from some of its requests long after their answer. */
  constructor(environment: Environment, died: () => void, freezes: boolean) {
    this.#environment = environment;
    this.#died = died;
    this.#freezes = freezes;
  }

  /** Nothing goes on in it from here on; requests that are on their way still arrive. */
  die(): void {
    this.#dead = true;
    this.#died();
  }

  /**
   * A port as this run reaches it. A request without an answer throws, or answers what `unanswered` says, as
   * adapters of remote systems do.
   */
  reach<Port extends object>(port: Port, unanswered?: (argument: unknown) => unknown): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        return (...parameters: readonly unknown[]) =>
          this.#call(
            () => Reflect.apply(member, target, parameters),
            unanswered && (() => unanswered(parameters[0])),
          );
      },
    });
  }

  #call(effect: () => unknown, unanswered: (() => unknown) | undefined): Promise<unknown> {
    const { scheduler, faults } = this.#environment;
    return new Promise((resolve, reject) => {
      const frozen = this.#freezes && scheduler.chance(0.2) ? scheduler.between(1, LATEST_SECONDS) : 0;
      const answer = (seconds: number, settle: () => void) =>
        scheduler.after(seconds + frozen, () => {
          if (!this.#dead) settle();
        });
      const giveUp = () => (unanswered === undefined ? reject(new NoAnswer()) : resolve(unanswered()));
      const fault = faults.ofCall();
      if (fault === "crash-before") {
        this.die();
        return;
      }
      if (fault === "lost" || fault === "answer-lost" || fault === "late") answer(CALL_SECONDS, giveUp);
      if (fault === "lost") return;
      const travel =
        fault === "late"
          ? scheduler.between(CALL_SECONDS / 2, LATEST_SECONDS)
          : scheduler.between(0.001, 0.05);
      const arrive = () => Promise.resolve(effect());
      scheduler.after(travel, () => {
        const first = arrive();
        const done = fault === "twice" ? first.then(arrive, arrive) : first;
        if (fault === "crash-after") this.die();
        const back = scheduler.between(0.001, 0.05);
        done.then(
          (value) => {
            if (fault !== "answer-lost") answer(back, () => resolve(value));
          },
          (error: unknown) => {
            if (fault !== "answer-lost") answer(back, () => reject(error));
          },
        );
      });
    });
  }
}

/** Runs a function, as its caller sees it: it answers, throws what the function throws, or FunctionDied. */
export function invoke<Result>(
  environment: Environment,
  run: (process: Process) => Promise<Result>,
): Promise<Result> {
  const { scheduler, faults } = environment;
  return new Promise((resolve, reject) => {
    const zombie = faults.is("zombie");
    const gone = () => {
      scheduler.after(scheduler.between(0.01, 1), () => reject(new FunctionDied()));
    };
    const process = new Process(environment, gone, zombie);
    const limit = scheduler.after(FUNCTION_SECONDS, () => (zombie ? gone() : process.die()));
    // Whoever called gives up early, and the function runs on.
    if (zombie) gone();
    run(process).finally(limit).then(resolve, reject);
    if (faults.is("twice")) run(new Process(environment, () => undefined, zombie)).catch(() => undefined);
  });
}
