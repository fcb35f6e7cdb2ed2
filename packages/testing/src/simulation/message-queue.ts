/** A queue with its consumer: at least once, in any order, with a dead-letter queue behind it. */
import { type Environment, invoke, type Process } from "./process.ts";

const VISIBILITY_SECONDS = 180;
const MAX_RECEIVES = 5;

export class MessageQueue<Body> {
  /** Received too often; they stay until somebody redrives them. */
  readonly deadLetters: Body[] = [];
  /** Sent and not done with. */
  pending = 0;
  readonly #environment: Environment;
  readonly #consume: (process: Process, body: Body) => Promise<unknown>;

  constructor(environment: Environment, consume: (process: Process, body: Body) => Promise<unknown>) {
    this.#environment = environment;
    this.#consume = consume;
  }

  send(body: Body): void {
    const { scheduler, faults } = this.#environment;
    this.pending += 1;
    const delay = faults.is("late") ? scheduler.between(10, 900) : scheduler.between(0.01, 1);
    scheduler.after(delay, () => this.#receive(body, 1));
    if (!faults.is("twice")) return;
    this.pending += 1;
    scheduler.after(scheduler.between(0.01, 900), () => this.#receive(body, 1));
  }

  /** Every dead letter becomes a message again, by itself each. */
  redrive(): void {
    for (const body of this.deadLetters.splice(0)) this.send(body);
  }

  #receive(body: Body, receives: number): void {
    const { scheduler, faults } = this.#environment;
    const again = () => {
      if (receives < MAX_RECEIVES) {
        scheduler.after(scheduler.between(1, VISIBILITY_SECONDS), () => this.#receive(body, receives + 1));
        return;
      }
      this.pending -= 1;
      this.deadLetters.push(body);
    };
    invoke(this.#environment, (process) => this.#consume(process, body)).then(() => {
      // A delete that got lost: the message is seen again.
      if (faults.is("lost")) again();
      else this.pending -= 1;
    }, again);
  }
}
