/** "Look at this study again in a while." */
export interface QuietHint {
  readonly tenantId: string;
  readonly studyId: string;
  /** 0 to 900. */
  readonly delaySeconds: number;
}

/** A hint that could not be left, and the queue's own error code. */
export interface HintFailure {
  readonly studyId: string;
  readonly code: string;
}

/** Asks for a later look at studies. A lost hint costs time only: a sweeper finds what is due. */
export interface QuietHints {
  /** Answers the hints that could not be left. Does not throw for what the queue refuses. */
  ask(hints: readonly QuietHint[]): Promise<readonly HintFailure[]>;
}
