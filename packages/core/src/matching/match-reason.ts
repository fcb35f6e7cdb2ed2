/** What spoke for a match and against it: codes, never the values that were compared. */
export const MATCH_REASONS = [
  "accession-number-equal",
  "issuer-equal",
  /** Neither side names an issuer, nor does the tenant. */
  "issuer-unnamed",
  /** One side names an issuer, the other does not. */
  "issuer-not-confirmed",
  "patient-id-equal",
  "patient-id-absent",
  "patient-id-differs",
  "birth-date-equal",
  "birth-date-absent",
  "birth-date-differs",
  "modality-equal",
  "modality-absent",
  "modality-differs",
  /** Names only rank candidates. */
  "name-equal",
  "name-absent",
  "name-differs",
  /** Procedures of several orders carry the number, and the study fits more than one of them. */
  "several-orders",
  /** Studies carry the number that cannot be of one patient. */
  "studies-disagree",
  /** A person decided. */
  "by-hand",
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** Each of these alone keeps a candidate from being matched without a person. */
export const AGAINST: ReadonlySet<MatchReason> = new Set([
  "issuer-not-confirmed",
  "patient-id-differs",
  "birth-date-differs",
  "modality-differs",
]);
