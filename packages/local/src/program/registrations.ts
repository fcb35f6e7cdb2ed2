/** SST's function component builds and archives its code before it declares the function itself. */
const FUNCTION_COMPONENT = "sst:aws:Function";
const FUNCTION = "aws:lambda/function:Function";

/** How many turns of the event loop without news mean that the program is done. */
const QUIET_TURNS = 10;
const DEADLINE_MS = 180_000;

/** Counts what the program has declared, to know when it has declared everything. */
export class Registrations {
  /** Rejects with the first failure: what waits for something that failed may wait for ever. */
  readonly failed: Promise<never>;
  readonly #fail: (error: unknown) => void;
  #failures = 0;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #expectedFunctions = new Set<string>();
  #seen = 0;

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.#fail = reject;
    // Nobody may be waiting when the first one comes.
    promise.catch(() => undefined);
  }

  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Something that the program asked for went wrong. */
  fail(error: unknown): void {
    this.#failures += 1;
    this.#fail(error);
  }

  /** A component of SST: its resources follow, some much later. */
  component(type: string, name: string): void {
    this.#seen += 1;
    if (type === FUNCTION_COMPONENT) this.#expectedFunctions.add(`${name}Function`);
  }

  /** A resource that is being made. */
  resource<T>(type: string, name: string, made: Promise<T>): Promise<T> {
    this.#seen += 1;
    if (type === FUNCTION) this.#expectedFunctions.delete(name);
    const tracked = made
      .catch((error: unknown) => {
        this.fail(error);
      })
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return made;
  }

  /** Waits for what is being made now, well or badly. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /**
   * Waits until every resource is made. `run()` returns earlier: outputs go on resolving, and resources that hang on
   * them are declared when they do.
   */
  async done(): Promise<void> {
    const deadline = performance.now() + DEADLINE_MS;
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      const before = this.#seen;
      await Promise.race([Promise.all(this.#pending), this.failed]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const idle = before === this.#seen && this.#pending.size === 0 && this.#expectedFunctions.size === 0;
      quiet = idle ? quiet + 1 : 0;
      if (performance.now() > deadline) {
        throw new Error(
          `the program did not finish; still without a function: ${[...this.#expectedFunctions]}`,
        );
      }
    }
  }
}
