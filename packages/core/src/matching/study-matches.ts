import type { EventMeta } from "@accession/events/envelope";
import type { OutgoingEvent } from "../event-publisher.ts";

export interface StudyToMatch {
  readonly tenantId: string;
  readonly studyId: string;
  readonly meta: EventMeta;
}

/** The study's side of the matching; the order's side is `StudyWaits`. */
export interface StudyMatches {
  /**
   * Matches a complete study with what is expected under its accession numbers, in one transaction under the locks of
   * the numbers. Doing it again, or for a later version, changes what is new and nothing that counts already. A study
   * that is not complete yet, or not there, is left alone. Answers the events that were written with it.
   * Throws `database.unavailable` (retryable).
   */
  match(study: StudyToMatch): Promise<readonly OutgoingEvent[]>;
}
