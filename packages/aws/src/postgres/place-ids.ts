import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import type { PlannedInstance } from "./plan-batch.ts";
import { storableText } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/** Ids of studies by Study Instance UID, and of series by `seriesKey`. */
export interface PlaceIds {
  readonly studies: ReadonlyMap<string, string>;
  readonly series: ReadonlyMap<string, string>;
}

export function seriesKey(studyId: string, seriesInstanceUid: string): string {
  return `${studyId} ${seriesInstanceUid}`;
}

/** The studies and series of a batch that are there already. Nothing is locked: whoever writes finds out who was faster. */
export async function knownPlaces(
  transaction: TenantTransaction,
  { tenantId, objects }: Pick<IngestBatch, "tenantId" | "objects">,
): Promise<PlaceIds> {
  const studies = new Set<string>();
  const series = new Set<string>();
  for (const { verdict } of objects) {
    if (verdict.kind !== "instance") continue;
    studies.add(storableText(verdict.facts.study.studyInstanceUid));
    series.add(storableText(verdict.facts.series.seriesInstanceUid));
  }
  if (studies.size === 0) return { studies: new Map(), series: new Map() };
  const rows = await transaction.query<{
    study_id: string;
    study_instance_uid: string;
    series_id: string | null;
    series_instance_uid: string | null;
  }>(
    `select s.id as study_id, s.study_instance_uid, e.id as series_id, e.series_instance_uid
     from study s left join series e
       on e.tenant_id = s.tenant_id and e.study_id = s.id and e.series_instance_uid = any($3)
     where s.tenant_id = $1 and s.study_instance_uid = any($2)`,
    [tenantId, [...studies], [...series]],
  );
  return {
    studies: new Map(rows.map((row) => [row.study_instance_uid, row.study_id])),
    series: new Map(
      rows.flatMap(({ study_id, series_id, series_instance_uid: uid }) =>
        series_id === null || uid === null ? [] : [[seriesKey(study_id, uid), series_id] as const],
      ),
    ),
  };
}

/** Gives every study and series of the instances an id, the known one or a new one, so that all can be written at once. */
export function placeIds(
  batch: Pick<IngestBatch, "newId">,
  instances: readonly PlannedInstance[],
  known: PlaceIds,
): PlaceIds {
  const studies = new Map<string, string>();
  const series = new Map<string, string>();
  for (const { facts } of instances) {
    const uid = storableText(facts.study.studyInstanceUid);
    const studyId = studies.get(uid) ?? known.studies.get(uid) ?? batch.newId();
    studies.set(uid, studyId);
    const key = seriesKey(studyId, storableText(facts.series.seriesInstanceUid));
    series.set(key, series.get(key) ?? known.series.get(key) ?? batch.newId());
  }
  return { studies, series };
}

/** The id of an instance's study. */
export function studyIdOf({ facts }: Pick<PlannedInstance, "facts">, ids: PlaceIds): string {
  return idOf(ids.studies, storableText(facts.study.studyInstanceUid));
}

/** The id of an instance's series. */
export function seriesIdOf(instance: Pick<PlannedInstance, "facts">, ids: PlaceIds): string {
  const uid = storableText(instance.facts.series.seriesInstanceUid);
  return idOf(ids.series, seriesKey(studyIdOf(instance, ids), uid));
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error("an instance was planned whose study or series was not");
  return id;
}
