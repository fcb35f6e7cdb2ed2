/** Orders that wait for studies: where the two sides of an imaging order meet. */
import type { EventMeta } from "@accession/events/envelope";

/** Whom a procedure was ordered for. Patient data: it stays in the stores that may hold it. */
export interface PatientReference {
  readonly patientId: string;
  readonly name?: string;
  /** DA, PS3.5 section 6.2: `YYYYMMDD`. */
  readonly birthDate?: string;
}

/** One line of an imaging order: the study that carries its accession number fulfils it. */
export interface ExpectedProcedure {
  /** Line of the order, from 1. */
  readonly line: number;
  /** Who gives out the accession number; the tenant's default issuer when absent. */
  readonly issuer?: string;
  /** SH, at most 16 characters. */
  readonly accessionNumber: string;
  readonly procedureCode?: string;
  /** CS, as in 0008,0060. */
  readonly modality?: string;
  /** DA: `YYYYMMDD`. */
  readonly requestedDate?: string;
  readonly patient: PatientReference;
}

/** An execution of the saga that waits for the studies of its order. */
export interface StudyWait {
  readonly tenantId: string;
  readonly orderId: string;
  readonly attempt: number;
  readonly taskToken: string;
  readonly procedures: readonly ExpectedProcedure[];
  /** ISO 8601, UTC. */
  readonly deadlineAt: string;
  readonly meta: EventMeta;
}

/** A wait that is over before anybody knows whether it ever began. */
export type ClosedWait = Omit<StudyWait, "taskToken">;

/**
 * Of an order as a whole. `linked`: each procedure has its study. `expired`, `cancelled`: nothing is waited for any
 * more, and studies that were linked are back on the worklist.
 */
export const WAIT_STATES = ["waiting", "linked", "expired", "cancelled"] as const;
export type WaitState = (typeof WAIT_STATES)[number];

/** Why an order stops waiting for its studies. */
export type ReleaseReason = "expired" | "cancelled";

/** All throw `database.unavailable` (retryable) when the store cannot answer. */
export interface StudyWaits {
  /**
   * Writes what is expected (once per order and line), notes the attempt and its task token, and matches studies that
   * are complete already: all in one transaction, under the locks of the accession numbers. A later attempt replaces
   * the token of an earlier one, never the reverse. Answers where the order stands afterwards.
   */
  register(wait: StudyWait): Promise<WaitState>;
  /**
   * Where the order stands. When it is `linked`, its fulfilment latches: from now on an unlink by hand is a matter for
   * a person, and no later version of a study changes anything. An order that never registered is `waiting`.
   */
  settle(tenantId: string, orderId: string): Promise<WaitState>;
  /**
   * Stops waiting, and takes the links back so that the studies are on the worklist again. Repeating it changes
   * nothing. Answers the task token of whoever still waits. An order whose studies are all linked does not expire.
   */
  release(
    tenantId: string,
    orderId: string,
    reason: ReleaseReason,
    meta: EventMeta,
  ): Promise<{ readonly taskToken?: string }>;
  /**
   * What `release` does for a cancel, of an order that is being undone: also leaves a mark of each line that never
   * registered, so that a registration which comes late does not wait.
   */
  close(wait: ClosedWait): Promise<void>;
}

/** Wakes an execution that waits. A token that was used, or whose execution is gone, is no error. */
export interface SagaWaker {
  /** The execution then looks for itself how its order stands. */
  wake(taskToken: string): Promise<void>;
  /**
   * The same after a deadline or a cancel, told as the failure of the waiting task: `StudyWaitExpired` or
   * `StudyWaitCancelled`.
   */
  abandon(taskToken: string, reason: ReleaseReason): Promise<void>;
}
