import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";

/** Texts are as in the files; what is absent there is absent here. */
const text = z.string().nullish();

const studySchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  studyInstanceUid: z.string(),
  patientId: text,
  patientName: text,
  studyDate: text,
  studyDescription: text,
  accessionNumber: text,
  modalities: z.array(z.string()),
  seriesCount: z.number(),
  instanceCount: z.number(),
});
export type Study = z.infer<typeof studySchema>;

const instanceSchema = z.looseObject({
  id: z.string(),
  sopInstanceUid: z.string(),
  instanceNumber: text,
});

const seriesSchema = z.looseObject({
  id: z.string(),
  seriesInstanceUid: z.string(),
  seriesNumber: text,
  seriesDescription: text,
  modality: text,
  instances: z.array(instanceSchema),
});
export type Series = z.infer<typeof seriesSchema>;

const studyWithSeriesSchema = studySchema.extend({ series: z.array(seriesSchema) });
export type StudyWithSeries = z.infer<typeof studyWithSeriesSchema>;

const listSchema = pageOf("studies", studySchema);

export interface StudyQuery {
  readonly patientId?: string | undefined;
  readonly accessionNumber?: string | undefined;
  readonly modality?: string | undefined;
  readonly state?: string | undefined;
  readonly limit?: number | undefined;
}

/** Studies page by page. The search is in a body: it may name a patient, and URLs are logged. */
export function searchStudies(api: ApiClient, query: StudyQuery = {}) {
  const path = "/v1/studies/search";
  return readPages(async (cursor) => {
    const { studies, cursor: next } = parseAnswer(
      listSchema,
      path,
      await api.ask("POST", path, { body: { ...query, cursor } }),
    );
    return { items: studies, cursor: next };
  });
}

/** A study with its series and instances. */
export async function getStudy(api: ApiClient, id: string): Promise<StudyWithSeries> {
  const path = `/v1/studies/${encodeURIComponent(id)}`;
  return parseAnswer(studyWithSeriesSchema, "/v1/studies/{id}", await api.ask("GET", path));
}
