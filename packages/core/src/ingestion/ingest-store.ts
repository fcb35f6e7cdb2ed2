import type { OutgoingEvent } from "../event-publisher.ts";
import type { Verdict } from "./assess-object.ts";
import type { Evidence, Need } from "./judge-versions.ts";
import type { UploadedObject } from "./uploaded-object.ts";

/** An object with its verdict, ready to be recorded. */
export interface AssessedObject {
  readonly object: UploadedObject;
  readonly verdict: Verdict;
}

/** One tenant's part of a batch. Every object version is in it once. */
export interface IngestBatch {
  readonly tenantId: string;
  readonly objects: readonly AssessedObject[];
  readonly now: Date;
  /** When a study that something arrived for may be called complete. */
  readonly quietAfter: Date;
  readonly defaultIssuer: string | undefined;
  /** What was asked of the store about duplicates, as far as it was. */
  readonly evidence: Evidence;
  /** A new id of the store. */
  newId(): string;
  /** The events of what was changed, written with it. Called in the transaction, and again if that is tried again. */
  eventsOf(changes: IngestChanges): readonly OutgoingEvent[];
}

/** What one transaction changed. */
export interface IngestChanges {
  readonly studies: readonly StudyChange[];
  readonly rejected: readonly RejectedObject[];
}

export interface StudyChange {
  readonly studyId: string;
  readonly arrivalVersion: number;
  readonly instancesAdded: number;
  readonly instanceCount: number;
  readonly seriesCount: number;
  readonly correlationId: string;
}

export interface RejectedObject {
  readonly receiptId: string;
  readonly reasonCode: string;
  readonly failureStatus: number;
  readonly correlationId: string;
}

/** What a version was: the first of its instance, a duplicate of it in one of three ways, or no instance. */
export const OUTCOMES = ["stored", "identical", "same-header", "conflict", "rejected", "ignored"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface IngestRecord {
  readonly changes: IngestChanges;
  /** The events that were written; they are not published yet. */
  readonly events: readonly OutgoingEvent[];
  /** Receipts written, by outcome. A version that had its receipt already counts nowhere. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** When the versions landed that got their receipt now. */
  readonly landings: readonly Date[];
  /** Not recorded: what these are cannot be told before the needs are met. */
  readonly undecided: readonly AssessedObject[];
  readonly needs: readonly Need[];
}

/** Receipts, studies, series, instances and their events. */
export interface IngestStore {
  /**
   * Records a batch in one transaction: all of it or nothing, but for what is undecided. A version has one receipt, so
   * recording the same batch again, also at the same time, changes nothing; but one that was rejected and is judged anew says
   * what it comes to now. Versions of one instance are judged together,
   * also those that were recorded before: what comes out does not depend on the order of batches. Throws an AppError of kind `unavailable` when the store
   * cannot be reached.
   */
  record(batch: IngestBatch): Promise<IngestRecord>;
  /**
   * The system's receipts of these versions, rejected as nobody's, become `ignored`: their tenant is registered by now, and
   * has receipts of them.
   */
  handOver(objects: readonly UploadedObject[], now: Date): Promise<void>;
}
