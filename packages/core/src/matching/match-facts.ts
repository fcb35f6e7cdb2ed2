/** What the matcher looks at. Patient data: it goes in and never comes out. */
import type { AccessionNumber } from "../ingestion/instance-facts.ts";

/** A patient as one side tells of them; undefined or empty where it does not. */
export interface PatientFacts {
  readonly patientId?: string | undefined;
  /** Within which `patientId` is unique (0010,0021). */
  readonly issuerOfPatientId?: string | undefined;
  /** PN, as in the file or the order. */
  readonly name?: string | undefined;
  /** DA, PS3.5 section 6.2: `YYYYMMDD`. Real files hold other texts too. */
  readonly birthDate?: string | undefined;
}

/** The order's side: one line of an imaging order. */
export interface ProcedureFacts {
  /** With its issuer after the tenant's default was applied; undefined when nobody names one. */
  readonly accessionNumber: AccessionNumber;
  /** CS, as in 0008,0060. */
  readonly modality?: string | undefined;
  readonly patient: PatientFacts;
}

/** The study's side. */
export interface StudyFactsToMatch {
  /** 0008,0050 and those of the Request Attributes Sequence, after the tenant's default issuer was applied. */
  readonly accessionNumbers: readonly AccessionNumber[];
  /** Of its series; empty when no file names one. */
  readonly modalities: readonly string[];
  readonly patient: PatientFacts;
}
