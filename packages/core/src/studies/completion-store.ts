import type { OutgoingEvent } from "../event-publisher.ts";

/** A study that became complete, as its event tells. */
export interface CompletedStudy {
  readonly studyId: string;
  readonly arrivalVersion: number;
  readonly instanceCount: number;
  readonly seriesCount: number;
  readonly byteCount: number;
  readonly correlationId: string;
}

/** The due times of studies, and the completions. */
export interface CompletionStore {
  /**
   * Marks the study's present version as complete if its quiet period is over at `now` and nobody did before, and
   * writes the event with it. Undefined when there was nothing to do: not due yet, done already, or no such study.
   * Of two that ask at the same time, one completes.
   */
  complete(
    tenantId: string,
    studyId: string,
    now: Date,
    eventOf: (study: CompletedStudy) => OutgoingEvent,
  ): Promise<OutgoingEvent | undefined>;
  /** Studies of all tenants that are due at `now`, most overdue first. */
  due(now: Date, atMost: number): Promise<readonly DueStudy[]>;
}

export interface DueStudy {
  readonly tenantId: string;
  readonly studyId: string;
}
