import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { pageOf, readPages } from "./pages.ts";
import { parseAnswer } from "./parse-answer.ts";
import { withQuery } from "./with-query.ts";

/** Texts are as in the files; what is absent there is absent here. */
const text = z.string().optional();

const accessionNumberSchema = z.looseObject({ value: z.string() });

const studySchema = z.looseObject({
  id: z.string(),
  /** `arriving` or `complete`. */
  state: z.string(),
  studyInstanceUid: z.string(),
  patientId: text,
  patientName: text,
  studyDate: text,
  studyDescription: text,
  accessionNumbers: z.array(accessionNumberSchema),
  modalities: z.array(z.string()),
  seriesCount: z.number(),
  instanceCount: z.number(),
});
export type Study = z.infer<typeof studySchema>;

const instanceSchema = z.looseObject({ sopInstanceUid: z.string(), instanceNumber: text });

const seriesSchema = z.looseObject({
  seriesInstanceUid: z.string(),
  seriesNumber: text,
  seriesDescription: text,
  modality: text,
  instanceCount: z.number(),
  instances: z.array(instanceSchema),
});
export type Series = z.infer<typeof seriesSchema>;

const studyWithSeriesSchema = studySchema.extend({ series: z.array(seriesSchema) });
export type StudyWithSeries = z.infer<typeof studyWithSeriesSchema>;

const studyPageSchema = studyWithSeriesSchema.extend({ cursor: z.string().optional() });

const listSchema = pageOf("studies", studySchema);

export interface StudyQuery {
  readonly patientId?: string | undefined;
  readonly patientName?: string | undefined;
  readonly accessionNumber?: string | undefined;
  readonly modality?: string | undefined;
  readonly state?: string | undefined;
  readonly studyDateFrom?: string | undefined;
  readonly studyDateTo?: string | undefined;
  readonly limit?: number | undefined;
}

/** Studies page by page, the newest first. The search is in a body: it may name a patient, and URLs are logged. */
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

/** A study with its series; `instances` says whether they are wanted: there may be thousands. */
export async function getStudy(
  api: ApiClient,
  id: string,
  { instances }: { readonly instances: boolean },
): Promise<StudyWithSeries> {
  const base = `/v1/studies/${encodeURIComponent(id)}`;
  const read = async (cursor?: string) => {
    const path = withQuery(base, { limit: instances ? undefined : 1, cursor });
    return parseAnswer(studyPageSchema, "/v1/studies/{id}", await api.ask("GET", path));
  };
  const { cursor: next, ...study } = await read();
  let cursor = instances ? next : undefined;
  while (cursor !== undefined) {
    const page = await read(cursor);
    addInstances(study.series, page.series);
    cursor = page.cursor;
  }
  return study;
}

/** Every page names all series, with those of their instances that are on it. */
function addInstances(series: readonly Series[], page: readonly Series[]): void {
  const byUid = new Map(series.map((one) => [one.seriesInstanceUid, one]));
  for (const { seriesInstanceUid, instances } of page)
    byUid.get(seriesInstanceUid)?.instances.push(...instances);
}
