/** The bus: takes events, keeps an archive, and brings each to every rule's queue, at least once and in any order. */
import type { EventPublisher, OutgoingEvent, PublishFailure } from "@accession/core/event-publisher";
import type { EventEnvelope } from "@accession/events/envelope";
import type { Environment } from "./process.ts";

export interface Rule {
  readonly type: string;
  /** Whether a replayed event may pass. */
  readonly replayable: boolean;
  readonly to: { send(event: EventEnvelope): void };
}

export class EventBus implements EventPublisher {
  /** What was taken, by id, as JSON; what came again under its id with another content is told to `onMismatch`. */
  readonly taken = new Map<string, string>();
  /** Events that it refuses, by id. */
  readonly refused = new Set<string>();
  /** So many events that it has not seen yet will be refused. */
  refuseNext = 0;
  rules: readonly Rule[] = [];
  onMismatch: (id: string) => void = () => undefined;
  readonly #archive: EventEnvelope[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async publish(events: readonly OutgoingEvent[]): Promise<readonly PublishFailure[]> {
    const failures: PublishFailure[] = [];
    for (const event of events) {
      const { envelope } = event;
      if (this.refuseNext > 0 && !this.taken.has(envelope.id)) {
        this.refuseNext -= 1;
        this.refused.add(envelope.id);
      }
      if (this.refused.has(envelope.id)) {
        failures.push({ id: envelope.id, code: "refused" });
        continue;
      }
      const content = JSON.stringify(event);
      const known = this.taken.get(envelope.id);
      if (known !== undefined && known !== content) this.onMismatch(envelope.id);
      this.taken.set(envelope.id, content);
      this.#archive.push(envelope);
      this.#deliver(envelope, false);
    }
    return failures;
  }

  /** Brings everything that was ever taken again. */
  replay(): void {
    for (const envelope of this.#archive) this.#deliver(envelope, true);
  }

  #deliver(envelope: EventEnvelope, replayed: boolean): void {
    const { scheduler, faults } = this.#environment;
    for (const { type, replayable, to } of this.rules) {
      if (type !== envelope.type || (replayed && !replayable)) continue;
      for (let time = faults.is("twice") ? 2 : 1; time > 0; time--) {
        const delay = faults.is("late") ? scheduler.between(10, 3600) : scheduler.between(0.01, 0.5);
        scheduler.after(delay, () => to.send(envelope));
      }
    }
  }
}

/** What a publisher answers when the bus did not: nothing is known to be taken. */
export function notPublished(events: unknown): readonly PublishFailure[] {
  return (events as readonly OutgoingEvent[]).map(({ envelope }) => ({
    id: envelope.id,
    code: "unavailable",
  }));
}
