import type { Clock } from "@accession/core/clock";
import type { DeadLetter, DeadLetterQueue, DeadLetterStore } from "@accession/core/operations/dead-letter";

interface Held {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
  receiveCount: number;
  visibleAt: number;
}

const HIDDEN_MS = 60_000;

/** Dead-letter queues in memory, with SQS's visibility, on the clock of the test. */
export class InMemoryDeadLetters implements DeadLetterStore {
  readonly queues: readonly DeadLetterQueue[];
  readonly #clock: Clock;
  readonly #held = new Map<string, Held[]>();
  /** What was sent back, by the name of the work queue. */
  readonly returned: { readonly to: string; readonly body: string }[] = [];
  /** Bodies that the work queue does not take. */
  readonly refuses = new Set<string>();
  #made = 0;

  constructor(clock: Clock, queues: readonly DeadLetterQueue[]) {
    this.#clock = clock;
    this.queues = queues;
  }

  /** Puts a letter in. Returns its id. */
  put(queue: string, body: string): string {
    this.#made += 1;
    const id = `letter-${this.#made}`;
    this.#in(queue).push({ id, body, sentAt: this.#clock.now(), receiveCount: 5, visibleAt: 0 });
    return id;
  }

  async count(queue: string) {
    const waiting = this.#visible(queue).length;
    return { waiting, inFlight: this.#in(queue).length - waiting };
  }

  async receive(queue: string): Promise<readonly DeadLetter[]> {
    return this.#visible(queue)
      .slice(0, 10)
      .map((held) => {
        held.visibleAt = this.#clock.now().getTime() + HIDDEN_MS;
        held.receiveCount += 1;
        const { id, body, sentAt, receiveCount } = held;
        return { id, body, sentAt, receiveCount, handle: `${id}/${receiveCount}`, deliveryError: undefined };
      });
  }

  async release(queue: string, letters: readonly DeadLetter[]): Promise<void> {
    for (const held of this.#of(queue, letters)) held.visibleAt = 0;
  }

  async sendBack(queue: string, letters: readonly DeadLetter[]): Promise<ReadonlySet<string>> {
    const to = this.queues.find(({ name }) => name === queue)?.returnsTo;
    if (to === undefined) throw new Error("these letters have no queue to go back to");
    const taken = letters.filter(({ body }) => !this.refuses.has(body));
    for (const { body } of taken) this.returned.push({ to, body });
    return new Set(taken.map(({ id }) => id));
  }

  async delete(queue: string, letters: readonly DeadLetter[]): Promise<ReadonlySet<string>> {
    const gone = new Set(this.#of(queue, letters));
    this.#held.set(
      queue,
      this.#in(queue).filter((held) => !gone.has(held)),
    );
    return new Set([...gone].map(({ id }) => id));
  }

  #in(queue: string): Held[] {
    const held = this.#held.get(queue) ?? [];
    this.#held.set(queue, held);
    return held;
  }

  #visible(queue: string): Held[] {
    const now = this.#clock.now().getTime();
    return this.#in(queue).filter(({ visibleAt }) => visibleAt <= now);
  }

  /** Handles of an earlier receive are void. */
  #of(queue: string, letters: readonly DeadLetter[]): Held[] {
    const handles = new Set(letters.map(({ handle }) => handle));
    return this.#in(queue).filter(({ id, receiveCount }) => handles.has(`${id}/${receiveCount}`));
  }
}
