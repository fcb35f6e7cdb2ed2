/** The worklist and its links as the API shows them. */
import { toPublicId } from "@accession/core/ids";
import type { StudyLink } from "@accession/core/matching/link-by-hand";
import type { OpenProcedure, ProcedureOnWorklist, StudyOnWorklist } from "@accession/core/matching/worklist";
import { studyView } from "../studies/study-view.ts";

export function studyItem({ state, study, candidates }: StudyOnWorklist) {
  return {
    kind: "study" as const,
    state,
    study: studyView(study),
    candidates: candidates.map(({ procedure, grade, reasons }) => ({
      procedure: procedureView(procedure),
      grade,
      reasons,
    })),
  };
}

export function procedureItem({ state, procedure, candidates }: ProcedureOnWorklist) {
  return {
    kind: "procedure" as const,
    state,
    procedure: procedureView(procedure),
    candidates: candidates.map(({ study, grade, reasons }) => ({ study: studyView(study), grade, reasons })),
  };
}

export function linkView({ studyId, orderId, decidedAt, ...link }: StudyLink) {
  return {
    studyId: toPublicId("study", studyId),
    orderId: toPublicId("order", orderId),
    line: link.line,
    status: link.status,
    grade: link.grade,
    reasons: link.reasons,
    version: link.version,
    decidedBy: link.decidedBy,
    decidedAt: decidedAt.toISOString(),
  };
}

function procedureView({ orderId, ...procedure }: OpenProcedure) {
  return { orderId: toPublicId("order", orderId), ...procedure };
}
