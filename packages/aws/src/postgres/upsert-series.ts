import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import type { PlannedInstance } from "./plan-batch.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** The series of new instances: ids by `seriesKey`, and how many were made, by study. */
export interface UpsertedSeries {
  readonly ids: ReadonlyMap<string, string>;
  readonly madeByStudy: ReadonlyMap<string, number>;
}

export function seriesKey(studyId: string, seriesInstanceUid: string): string {
  return `${studyId} ${seriesInstanceUid}`;
}

/** Makes or counts up the series of new instances. Their studies' rows are locked, so nobody else is at them. */
export async function upsertSeries(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  studyIds: ReadonlyMap<string, string>,
): Promise<UpsertedSeries> {
  const groups = Map.groupBy(instances, ({ facts }) =>
    seriesKey(studyIds.get(facts.study.studyInstanceUid) ?? "", facts.series.seriesInstanceUid),
  );
  const rows = [...groups.values()].map((group) => {
    const series = group[0]?.facts.series;
    return {
      id: batch.newId(),
      study_id: studyIds.get(group[0]?.facts.study.studyInstanceUid ?? ""),
      series_instance_uid: series?.seriesInstanceUid,
      series_number: series?.seriesNumber,
      series_description: series?.seriesDescription,
      modality: series?.modality,
      body_part_examined: series?.bodyPartExamined,
      manufacturer: series?.manufacturer,
      institution_name: series?.institutionName,
      instance_count: group.length,
    };
  });
  const written = await transaction.query<{
    id: string;
    study_id: string;
    series_instance_uid: string;
    made: boolean;
  }>(
    `insert into series as s (
       tenant_id, id, study_id, series_instance_uid, series_number, series_description, modality, body_part_examined,
       manufacturer, institution_name, instance_count)
     select $1, r.id, r.study_id, r.series_instance_uid, r.series_number, r.series_description, r.modality,
       r.body_part_examined, r.manufacturer, r.institution_name, r.instance_count
     from json_to_recordset($2::json) as r(
       id uuid, study_id uuid, series_instance_uid text, series_number text, series_description text, modality text,
       body_part_examined text, manufacturer text, institution_name text, instance_count int)
     order by r.study_id, r.series_instance_uid
     on conflict (tenant_id, study_id, series_instance_uid) do update set
       series_number = coalesce(s.series_number, excluded.series_number),
       series_description = coalesce(s.series_description, excluded.series_description),
       modality = coalesce(s.modality, excluded.modality),
       body_part_examined = coalesce(s.body_part_examined, excluded.body_part_examined),
       manufacturer = coalesce(s.manufacturer, excluded.manufacturer),
       institution_name = coalesce(s.institution_name, excluded.institution_name),
       instance_count = s.instance_count + excluded.instance_count
     returning id, study_id, series_instance_uid, xmax = 0 as made`,
    [batch.tenantId, rowsJson(rows)],
  );
  const madeByStudy = new Map<string, number>();
  for (const series of written) {
    if (series.made) madeByStudy.set(series.study_id, (madeByStudy.get(series.study_id) ?? 0) + 1);
  }
  const ids = new Map(written.map((row) => [seriesKey(row.study_id, row.series_instance_uid), row.id]));
  return { ids, madeByStudy };
}
