/** Something that runs until it is stopped; with a process group of its own, or without. */
export interface Part {
  readonly pid?: number;
  stop(): Promise<void>;
}

type Started<Starts extends readonly (() => Promise<Part>)[]> = {
  -readonly [Index in keyof Starts]: Awaited<ReturnType<Starts[Index]>>;
};

/** Remembers what runs, so that it can be stopped, the last first, also when a later part fails to start. */
export class StartedParts {
  readonly #folder: string;
  readonly #onProcess: ((groups: readonly number[], folder: string) => Promise<void>) | undefined;
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #groups: number[] = [];

  constructor(
    folder: string,
    onProcess: ((groups: readonly number[], folder: string) => Promise<void>) | undefined,
  ) {
    this.#folder = folder;
    this.#onProcess = onProcess;
  }

  onStop(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  /** Starts several parts side by side. When one fails, the others are waited for, so that they can be stopped. */
  async startAll<const Starts extends readonly (() => Promise<Part>)[]>(
    starts: Starts,
  ): Promise<Started<Starts>> {
    const results = await Promise.allSettled(
      starts.map(async (start) => {
        const part = await start();
        this.onStop(() => part.stop());
        if (part.pid !== undefined) {
          this.#groups.push(part.pid);
          await this.#onProcess?.(this.#groups, this.#folder);
        }
        return part;
      }),
    );
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return results.map((result) => (result as PromiseFulfilledResult<Part>).value) as Started<Starts>;
  }

  /** Stops everything; a part that fails to stop does not keep the others running. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
