import { AppError } from "../errors.ts";

/** No dead-letter queue of the program has this name. */
export class DeadLetterQueueNotFound extends AppError {
  constructor() {
    super("not-found", "dead-letters.unknown-queue", "There is no dead-letter queue of this name.");
  }
}

/** What the queue holds cannot be done again by sending it somewhere. */
export class NothingToReturnTo extends AppError {
  constructor() {
    super(
      "conflict",
      "dead-letters.not-redrivable",
      "These letters have no queue to go back to: a sweeper or the next run makes up for them. Drop them.",
    );
  }
}
