import { LINK_STATUSES, MATCH_GRADES } from "@accession/core/matching/decide-links";
import { MATCH_REASONS } from "@accession/core/matching/match-reason";
import { WAIT_STATES } from "@accession/core/matching/study-waits";
import { WORKLIST_STATES } from "@accession/core/matching/worklist";
import { z } from "zod";
import { cursor, instant } from "../api/answer-parts.ts";
import { studyAnswer } from "../studies/study-answer.ts";

const text = z.string();
const given = text.optional();

const grading = {
  grade: z.enum(MATCH_GRADES),
  reasons: z.array(z.enum(MATCH_REASONS)),
};
const state = z.enum(WORKLIST_STATES);

const procedure = z
  .object({
    orderId: text,
    line: z.int(),
    issuer: given,
    accessionNumber: text,
    procedureCode: given,
    modality: given,
    requestedDate: given,
    patient: z.object({ patientId: text, name: given, birthDate: given }),
    state: z.enum(WAIT_STATES),
    fulfilled: z.boolean(),
    deadlineAt: instant,
  })
  .meta({ id: "OpenProcedure" });

const studyItem = z.object({
  kind: z.literal("study"),
  state,
  study: studyAnswer,
  candidates: z.array(z.object({ procedure, ...grading })),
});

const procedureItem = z.object({
  kind: z.literal("procedure"),
  state,
  procedure,
  candidates: z.array(z.object({ study: studyAnswer, ...grading })),
});

export const worklistAnswer = z.object({ items: z.array(z.union([studyItem, procedureItem])), cursor });

export const linkAnswer = z
  .object({
    studyId: text,
    orderId: text,
    line: z.int(),
    status: z.enum(LINK_STATUSES),
    ...grading,
    version: z.int(),
    decidedBy: text,
    decidedAt: instant,
  })
  .meta({ id: "StudyLink" });
