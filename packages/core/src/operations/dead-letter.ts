/** Dead letters, as the core sees them. */

/**
 * `messages`: their consumer failed on them. `events`: a rule could not deliver them. `positions`: places in a stream
 * that was given up. `timers`: runs of a schedule that did not start.
 */
export const LETTER_KINDS = ["messages", "events", "positions", "timers"] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export interface DeadLetterQueue {
  readonly name: string;
  readonly holds: LetterKind;
  /** The work queue that its letters go back to; absent where there is nothing to send them to. */
  readonly returnsTo: string | undefined;
}

/** A letter that was received: out of everybody else's sight for a minute, or until it is released. */
export interface DeadLetter {
  readonly id: string;
  /** When it was first sent, which is long before it came here. */
  readonly sentAt: Date;
  /** How often it was received, by its consumer and by those who looked. */
  readonly receiveCount: number;
  /** May hold patient data: object keys are the uploader's. */
  readonly body: string;
  /** EventBridge's own code, of an event that it could not deliver. */
  readonly deliveryError: string | undefined;
  /** What the store needs to delete or release it. */
  readonly handle: string;
}

export interface LetterCount {
  readonly waiting: number;
  /** Received by somebody, and not yet deleted or released. */
  readonly inFlight: number;
}

/** The dead-letter queues of the system. At most ten letters per call. */
export interface DeadLetterStore {
  readonly queues: readonly DeadLetterQueue[];
  count(queue: string): Promise<LetterCount>;
  /** Hides up to ten letters for a minute. None: there were none in sight for a second. */
  receive(queue: string): Promise<readonly DeadLetter[]>;
  /** Brings received letters back into sight. One that cannot be comes back after its minute. */
  release(queue: string, letters: readonly DeadLetter[]): Promise<void>;
  /** Sends copies to the work queue of `returnsTo`. Answers the ids of those that it took. */
  sendBack(queue: string, letters: readonly DeadLetter[]): Promise<ReadonlySet<string>>;
  /** Answers the ids of those that are gone. */
  delete(queue: string, letters: readonly DeadLetter[]): Promise<ReadonlySet<string>>;
}

/** Why a consumer failed, as far as its log tells: the error's class and code. */
export interface FailureNote {
  readonly fault: string;
  readonly code: string | undefined;
}

export interface FailureNotes {
  /** The last failure that is known of a message. */
  of(queue: string, letter: DeadLetter): Promise<FailureNote | undefined>;
}
