import type { AccessionNumber } from "../ingestion/instance-facts.ts";
import { comparePatients, patientReasons } from "./compare-patients.ts";
import type { ProcedureFacts, StudyFactsToMatch } from "./match-facts.ts";
import { AGAINST, type MatchReason } from "./match-reason.ts";

/** Of one procedure and one study by themselves; whether others compete is `decideLinks`' to say. */
export interface Judgement {
  readonly grade: "matched" | "suspect";
  readonly reasons: readonly MatchReason[];
}

/**
 * Judges one procedure against one study. The accession number with its issuer decides; patient id, birth date and
 * modality must not contradict, and a contradiction makes the candidate suspect. Undefined: no candidate, as no number
 * of the study is the procedure's, or only one that another issuer gave out.
 */
export function judgeMatch(procedure: ProcedureFacts, study: StudyFactsToMatch): Judgement | undefined {
  const issuer = compareNumbers(procedure.accessionNumber, study.accessionNumbers);
  if (issuer === undefined) return undefined;
  const reasons: readonly MatchReason[] = [
    "accession-number-equal",
    issuer,
    ...patientReasons(comparePatients(procedure.patient, study.patient)),
    compareModality(procedure.modality, study.modalities),
  ];
  return { grade: reasons.some((reason) => AGAINST.has(reason)) ? "suspect" : "matched", reasons };
}

/** A study may carry the number several times, with an issuer and without: the best counts. */
function compareNumbers(
  wanted: AccessionNumber,
  numbers: readonly AccessionNumber[],
): MatchReason | undefined {
  const issuers = numbers.filter(({ value }) => value === wanted.value).map(({ issuer }) => issuer);
  if (issuers.includes(wanted.issuer)) {
    return wanted.issuer === undefined ? "issuer-unnamed" : "issuer-equal";
  }
  const unnamed = wanted.issuer === undefined ? issuers.length > 0 : issuers.includes(undefined);
  return unnamed ? "issuer-not-confirmed" : undefined;
}

function compareModality(wanted: string | undefined, modalities: readonly string[]): MatchReason {
  if (wanted === undefined || wanted === "" || modalities.length === 0) return "modality-absent";
  return modalities.includes(wanted) ? "modality-equal" : "modality-differs";
}
