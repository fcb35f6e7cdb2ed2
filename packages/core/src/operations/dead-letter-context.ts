import type { Clock } from "../clock.ts";
import type { DeadLetterQueue, DeadLetterStore, FailureNotes } from "./dead-letter.ts";
import { DeadLetterQueueNotFound } from "./dead-letter-errors.ts";

/** What the use cases of dead letters work with. */
export interface DeadLetterContext {
  readonly store: DeadLetterStore;
  readonly notes: FailureNotes;
  readonly clock: Clock;
  /** Waits so many milliseconds: moving is rate-limited. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Throws `DeadLetterQueueNotFound`. */
export function queueNamed(store: Pick<DeadLetterStore, "queues">, name: string): DeadLetterQueue {
  const queue = store.queues.find((candidate) => candidate.name === name);
  if (queue === undefined) throw new DeadLetterQueueNotFound();
  return queue;
}
