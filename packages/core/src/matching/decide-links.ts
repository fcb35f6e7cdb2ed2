import { contradict } from "./compare-patients.ts";
import { type Judgement, judgeMatch } from "./judge-match.ts";
import type { ProcedureFacts, StudyFactsToMatch } from "./match-facts.ts";
import type { MatchReason } from "./match-reason.ts";

/** `ambiguous`: fits by itself, but others do too and cannot all be right. `manual`: a person decided. */
export const MATCH_GRADES = ["matched", "suspect", "ambiguous", "manual"] as const;
export type MatchGrade = (typeof MATCH_GRADES)[number];

/**
 * `proposed`: on the worklist. `linked`: counts for the order. `unlinked`: taken back; it is not made again but by a
 * person. `withdrawn`: was proposed and is no candidate any more.
 */
export const LINK_STATUSES = ["proposed", "linked", "unlinked", "withdrawn"] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** A procedure that waits, or that was linked; those of released orders take no part. */
export interface LiveProcedure extends ProcedureFacts {
  readonly procedureId: string;
  readonly orderId: string;
}

/** A study that was complete at least once. */
export interface CompleteStudy extends StudyFactsToMatch {
  readonly studyId: string;
  /** Its files are gone or going: what is linked stays, and nothing new is. */
  readonly isRetired?: boolean;
}

export interface PresentLink {
  readonly studyId: string;
  readonly procedureId: string;
  readonly status: LinkStatus;
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
}

/** Everything that competes for some accession numbers. */
export interface MatchGroup {
  /** All live procedures with these numbers. */
  readonly procedures: readonly LiveProcedure[];
  readonly studies: readonly CompleteStudy[];
  /** Between these, and others of these procedures. */
  readonly links: readonly PresentLink[];
}

/** A link to be written: it is new, or differs from the present one. */
export interface LinkDecision {
  readonly studyId: string;
  readonly procedureId: string;
  readonly status: "proposed" | "linked" | "withdrawn";
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
}

interface Candidate extends Judgement {
  readonly procedure: LiveProcedure;
  readonly study: CompleteStudy;
  readonly present: PresentLink | undefined;
}

/**
 * Decides the links of a group. A candidate that is matched by itself is linked, unless
 * - the study fits procedures of several orders with the same number, as a number is one order's, or
 * - studies that fit the procedure cannot be of one patient.
 * Otherwise all studies of a number belong to its procedure, and one study fulfils every line of an order that it fits.
 * What is linked stays linked, and what was taken back stays so. Deciding again with the outcome changes nothing.
 */
export function decideLinks(group: MatchGroup): readonly LinkDecision[] {
  const candidates = candidatesOf(group);
  const fitting = candidates.filter(fits);
  const decisions = candidates.flatMap((candidate): LinkDecision[] => {
    const { procedure, study, present } = candidate;
    if (present?.status === "linked" || present?.status === "unlinked") return [];
    const pair = { studyId: study.studyId, procedureId: procedure.procedureId };
    const { grade, reasons } = grading(candidate, fitting);
    const status = grade === "matched" ? "linked" : "proposed";
    return [{ ...pair, status, grade, reasons }];
  });
  return [...decisions, ...withdrawals(group, candidates)].filter(differsFrom(group.links));
}

function candidatesOf(group: MatchGroup): readonly Candidate[] {
  const linkOf = new Map(group.links.map((link) => [keyOf(link), link]));
  const all = group.studies.flatMap((study) =>
    group.procedures.flatMap((procedure): Candidate[] => {
      const judgement = judgeMatch(procedure, study);
      const present = linkOf.get(keyOf({ ...study, ...procedure }));
      return judgement === undefined ? [] : [{ ...judgement, procedure, study, present }];
    }),
  );
  return all.filter(
    (candidate) =>
      candidate.present?.status === "linked" || !(candidate.study.isRetired || isOfSibling(candidate, all)),
  );
}

/** True when the modality alone speaks against it, and another line of the order with the same number takes the study. */
function isOfSibling({ procedure, study, grade, reasons }: Candidate, all: readonly Candidate[]): boolean {
  if (grade === "matched" || !reasons.includes("modality-differs")) return false;
  return all.some(
    (other) =>
      fits(other) &&
      other.study === study &&
      other.procedure.orderId === procedure.orderId &&
      sameNumber(other.procedure, procedure),
  );
}

/** The same text of two issuers is two numbers. */
function sameNumber(one: LiveProcedure, other: LiveProcedure): boolean {
  const { value, issuer } = one.accessionNumber;
  return other.accessionNumber.value === value && other.accessionNumber.issuer === issuer;
}

/** What a person linked fits, whatever was found; what a person took back does not. */
function fits({ grade, present }: Candidate): boolean {
  if (present?.status === "linked") return true;
  return grade === "matched" && present?.status !== "unlinked";
}

function grading(
  candidate: Candidate,
  fitting: readonly Candidate[],
): Pick<LinkDecision, "grade" | "reasons"> {
  const { procedure, study, grade, reasons } = candidate;
  if (grade === "suspect") return { grade, reasons };
  const rivalled = fitting.some(
    (other) =>
      other.study === study &&
      other.procedure.orderId !== procedure.orderId &&
      sameNumber(other.procedure, procedure),
  );
  const disputed = fitting.some(
    (other) => other.procedure === procedure && contradict(other.study.patient, study.patient),
  );
  if (!rivalled && !disputed) return { grade, reasons };
  const against: MatchReason[] = [
    ...(rivalled ? ["several-orders" as const] : []),
    ...(disputed ? ["studies-disagree" as const] : []),
  ];
  return { grade: "ambiguous", reasons: [...reasons, ...against] };
}

/** Proposals of the group that are none any more. */
function withdrawals(group: MatchGroup, candidates: readonly Candidate[]): readonly LinkDecision[] {
  const still = new Set(candidates.map(({ study, procedure }) => keyOf({ ...study, ...procedure })));
  const studies = new Set(group.studies.map(({ studyId }) => studyId));
  return group.links
    .filter((link) => link.status === "proposed" && studies.has(link.studyId) && !still.has(keyOf(link)))
    .map((link) => ({ ...link, status: "withdrawn" }));
}

function differsFrom(links: readonly PresentLink[]): (decision: LinkDecision) => boolean {
  const present = new Map(links.map((link) => [keyOf(link), link]));
  return (decision) => {
    const link = present.get(keyOf(decision));
    return (
      link === undefined ||
      link.status !== decision.status ||
      link.grade !== decision.grade ||
      link.reasons.join() !== decision.reasons.join()
    );
  };
}

function keyOf({ studyId, procedureId }: { studyId: string; procedureId: string }): string {
  return `${studyId} ${procedureId}`;
}
