import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import { type PlaceIds, seriesIdOf, studyIdOf } from "./place-ids.ts";
import type { PlannedInstance } from "./plan-batch.ts";
import { LostRace } from "./retry-transaction.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/**
 * Makes or counts up the series of new instances. Their studies' rows are locked, so nobody else is at them. Throws
 * `LostRace` when another batch made one of them meanwhile, under another id.
 */
export async function upsertSeries(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  ids: PlaceIds,
): Promise<void> {
  const byId = Map.groupBy(instances, (instance) => seriesIdOf(instance, ids));
  const rows = [...byId].map(([id, group]) => {
    const [first] = group;
    const series = first?.facts.series;
    return {
      id,
      study_id: first && studyIdOf(first, ids),
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
  const written = await transaction.query<{ id: string }>(
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
     returning id`,
    [batch.tenantId, rowsJson(rows)],
  );
  if (written.some(({ id }) => !byId.has(id))) throw new LostRace();
}
