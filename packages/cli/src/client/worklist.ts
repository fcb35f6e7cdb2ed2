import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

const studySchema = z.looseObject({
  id: z.string(),
  patientId: z.string().optional(),
  accessionNumbers: z.array(z.looseObject({ value: z.string() })),
  modalities: z.array(z.string()),
});

const procedureSchema = z.looseObject({
  orderId: z.string(),
  line: z.number(),
  accessionNumber: z.string(),
  modality: z.string().optional(),
  patient: z.looseObject({ patientId: z.string() }),
});

/** Why two are shown together: a grade, and codes of what spoke for and against it. */
const grading = { grade: z.string(), reasons: z.array(z.string()) };

const studyItemSchema = z.looseObject({
  kind: z.literal("study"),
  /** `candidates`, `no-candidate` or `no-number`. */
  state: z.string(),
  study: studySchema,
  candidates: z.array(z.looseObject({ ...grading, procedure: procedureSchema })),
});

const procedureItemSchema = z.looseObject({
  kind: z.literal("procedure"),
  state: z.string(),
  procedure: procedureSchema,
  candidates: z.array(z.looseObject({ ...grading, study: studySchema })),
});

const itemSchema = z.discriminatedUnion("kind", [studyItemSchema, procedureItemSchema]);
/** A study that counts for no order, or a line of an order without a study; the likeliest candidate first. */
export type WorklistItem = z.infer<typeof itemSchema>;

const listSchema = pageOf("items", itemSchema);

const linkSchema = z.looseObject({
  studyId: z.string(),
  orderId: z.string(),
  line: z.number(),
  /** `linked`, `unlinked`, `proposed` or `withdrawn`. */
  status: z.string(),
  decidedBy: z.string(),
});
export type StudyLink = z.infer<typeof linkSchema>;

export interface WorklistQuery {
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly limit?: number | undefined;
}

/** The worklist page by page, newest first. */
export function listWorklist(api: ApiClient, query: WorklistQuery = {}) {
  return readPages(async (cursor) => {
    const path = withQuery("/v1/worklist", { ...query, cursor });
    const { items, cursor: next } = parseAnswer(listSchema, "/v1/worklist", await api.ask("GET", path));
    return { items, cursor: next };
  });
}

export interface LinkDecision {
  readonly orderId: string;
  /** Of the order, from 1. */
  readonly line: number;
  /** Why. It may name a patient. */
  readonly reason: string;
}

/** Makes a study count for a line of an order, or takes that back; once per idempotency key. */
export async function decideLink(
  api: ApiClient,
  change: "link" | "unlink",
  studyId: string,
  decision: LinkDecision,
  idempotencyKey: string,
): Promise<StudyLink> {
  const body = await api.ask("POST", `/v1/studies/${encodeURIComponent(studyId)}/${change}`, {
    body: decision,
    headers: { "idempotency-key": idempotencyKey },
  });
  return parseAnswer(linkSchema, `/v1/studies/{id}/${change}`, body);
}
