import type { Page, PageRequest } from "../paging.ts";
import type { Study } from "../studies/study-directory.ts";
import type { MatchGrade } from "./decide-links.ts";
import type { MatchReason } from "./match-reason.ts";
import type { ExpectedProcedure, WaitState } from "./study-waits.ts";

/** `study`: complete studies that count for no order. `procedure`: lines of orders that have no study. */
export const WORKLIST_KINDS = ["study", "procedure"] as const;

/** Whether there is something to decide. `no-number`: a study that carries no accession number, nor candidates. */
export const WORKLIST_STATES = ["candidates", "no-candidate", "no-number"] as const;
export type WorklistState = (typeof WORKLIST_STATES)[number];

/** Why two are shown together. */
export interface CandidateGrading {
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
}

/** A line of an order as it was expected. */
export interface OpenProcedure extends ExpectedProcedure {
  readonly orderId: string;
  readonly state: WaitState;
  /** The order went on with a study that was taken back since. */
  readonly fulfilled: boolean;
  /** ISO 8601, UTC. */
  readonly deadlineAt: string;
}

export interface StudyOnWorklist {
  readonly state: WorklistState;
  readonly study: Study;
  /** The likeliest first. */
  readonly candidates: readonly (CandidateGrading & { readonly procedure: OpenProcedure })[];
}

export interface ProcedureOnWorklist {
  readonly state: WorklistState;
  readonly procedure: OpenProcedure;
  /** The likeliest first. */
  readonly candidates: readonly (CandidateGrading & { readonly study: Study })[];
}

export interface WorklistRequest extends PageRequest {
  readonly state?: WorklistState | undefined;
}

/** What waits for a person, the newest first. Throws `InvalidCursor`. */
export interface Worklist {
  studies(tenantId: string, request: WorklistRequest): Promise<Page<StudyOnWorklist>>;
  procedures(tenantId: string, request: WorklistRequest): Promise<Page<ProcedureOnWorklist>>;
}
