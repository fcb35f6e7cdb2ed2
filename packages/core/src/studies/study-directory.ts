import type { AccessionNumber } from "../ingestion/instance-facts.ts";
import type { RemovedAs } from "../ingestion/record-removals.ts";
import type { Page, PageRequest } from "../paging.ts";

/** `arriving`: the quiet period is not over for the present version; `complete`: it is, and its event was written. */
export const STUDY_STATES = ["arriving", "complete"] as const;
export type StudyState = (typeof STUDY_STATES)[number];

/** A study as the index holds it. Texts are as in the files; undefined where they have none. */
export interface Study {
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly state: StudyState;
  /** Counts the batches that brought something new. */
  readonly version: number;
  readonly completedVersion: number;
  readonly patientId: string | undefined;
  readonly patientName: string | undefined;
  readonly patientBirthDate: string | undefined;
  readonly patientSex: string | undefined;
  readonly studyDate: string | undefined;
  readonly studyTime: string | undefined;
  readonly studyDescription: string | undefined;
  readonly referringPhysicianName: string | undefined;
  readonly accessionNumbers: readonly AccessionNumber[];
  readonly modalities: readonly string[];
  readonly seriesCount: number;
  readonly instanceCount: number;
  readonly byteCount: number;
  readonly firstArrivedAt: Date;
  readonly lastArrivedAt: Date;
  readonly completedAt: Date | undefined;
  /** Since when its files are gone or going, as the tenant keeps none for longer. */
  readonly retiredAt: Date | undefined;
}

export interface Series {
  readonly id: string;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: string | undefined;
  readonly seriesDescription: string | undefined;
  readonly modality: string | undefined;
  readonly bodyPartExamined: string | undefined;
  readonly instanceCount: number;
}

export interface Instance {
  readonly id: string;
  readonly seriesId: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly instanceNumber: string | undefined;
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly frames: number | undefined;
  readonly size: number;
  readonly key: string;
  readonly versionId: string;
  /** Of the version that is stored. */
  readonly receiptId: string;
  /** How many versions under the same SOP Instance UID have other bytes: outcomes `same-header` and `conflict`. */
  readonly otherVersions: number;
  /** Set when no version with these bytes is in the bucket any more. */
  readonly fileGone: { readonly as: RemovedAs; readonly at: Date } | undefined;
}

/** All that is given must hold. */
export interface StudySearch extends PageRequest {
  readonly patientId?: string | undefined;
  /** How the name begins: family name, then given name. Case, accents and what parts the components do not matter. */
  readonly patientName?: string | undefined;
  readonly accessionNumber?: string | undefined;
  readonly studyInstanceUid?: string | undefined;
  readonly modality?: string | undefined;
  readonly state?: StudyState | undefined;
  /** DICOM dates, `YYYYMMDD`, both included. */
  readonly studyDateFrom?: string | undefined;
  readonly studyDateTo?: string | undefined;
}

/** The index of studies, for reading. */
export interface StudyDirectory {
  /**
   * The newest study date first, those without a date last; of one date, those whose first file came last. This order
   * is total and a study's place in it stays, unless a later file brings the date that it lacked. Throws `InvalidCursor`.
   */
  search(tenantId: string, search: StudySearch): Promise<Page<Study>>;
  /** Undefined when the tenant has no such study. */
  get(tenantId: string, studyId: string): Promise<{ study: Study; series: readonly Series[] } | undefined>;
  /** By series, in the order of their making. Throws `InvalidCursor`. */
  instances(tenantId: string, studyId: string, page: PageRequest): Promise<Page<Instance>>;
}
