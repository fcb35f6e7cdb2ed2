import type { RemovedAs } from "@accession/core/ingestion/record-removals";
import type { Instance, Series, Study } from "@accession/core/studies/study-directory";

/** Columns of a study with what hangs on it, for `toStudy`. */
export const STUDY_COLUMNS = `
  s.id, s.study_instance_uid, s.arrival_version, s.completed_version, s.patient_id, s.patient_name,
  s.patient_birth_date, s.patient_sex, s.study_date, s.study_time, s.study_description, s.referring_physician_name,
  s.series_count, s.instance_count, s.byte_count, s.first_arrived_at, s.last_arrived_at, s.completed_at, s.retired_at,
  array(select distinct e.modality from series e
    where e.tenant_id = s.tenant_id and e.study_id = s.id and e.modality is not null order by 1) as modalities,
  (select coalesce(json_agg(json_build_object('value', a.accession_number, 'issuer', nullif(a.issuer, ''))
      order by a.accession_number, a.issuer), '[]')
    from study_accession_number a where a.tenant_id = s.tenant_id and a.study_id = s.id) as accession_numbers`;

export interface StudyRow {
  readonly id: string;
  readonly study_instance_uid: string;
  readonly arrival_version: number;
  readonly completed_version: number;
  readonly patient_id: string | null;
  readonly patient_name: string | null;
  readonly patient_birth_date: string | null;
  readonly patient_sex: string | null;
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly study_description: string | null;
  readonly referring_physician_name: string | null;
  readonly series_count: number;
  readonly instance_count: number;
  readonly byte_count: string;
  readonly first_arrived_at: Date;
  readonly last_arrived_at: Date;
  readonly completed_at: Date | null;
  readonly retired_at: Date | null;
  readonly modalities: readonly string[];
  readonly accession_numbers: ReadonlyArray<{ value: string; issuer: string | null }>;
}

export function toStudy(row: StudyRow): Study {
  return {
    id: row.id,
    studyInstanceUid: row.study_instance_uid,
    state: row.completed_version === row.arrival_version ? "complete" : "arriving",
    version: row.arrival_version,
    completedVersion: row.completed_version,
    patientId: row.patient_id ?? undefined,
    patientName: row.patient_name ?? undefined,
    patientBirthDate: row.patient_birth_date ?? undefined,
    patientSex: row.patient_sex ?? undefined,
    studyDate: row.study_date ?? undefined,
    studyTime: row.study_time ?? undefined,
    studyDescription: row.study_description ?? undefined,
    referringPhysicianName: row.referring_physician_name ?? undefined,
    accessionNumbers: row.accession_numbers.map(({ value, issuer }) => ({
      value,
      issuer: issuer ?? undefined,
    })),
    modalities: row.modalities,
    seriesCount: row.series_count,
    instanceCount: row.instance_count,
    byteCount: Number(row.byte_count),
    firstArrivedAt: row.first_arrived_at,
    lastArrivedAt: row.last_arrived_at,
    completedAt: row.completed_at ?? undefined,
    retiredAt: row.retired_at ?? undefined,
  };
}

export interface SeriesRow {
  readonly id: string;
  readonly series_instance_uid: string;
  readonly series_number: string | null;
  readonly series_description: string | null;
  readonly modality: string | null;
  readonly body_part_examined: string | null;
  readonly instance_count: number;
}

export function toSeries(row: SeriesRow): Series {
  return {
    id: row.id,
    seriesInstanceUid: row.series_instance_uid,
    seriesNumber: row.series_number ?? undefined,
    seriesDescription: row.series_description ?? undefined,
    modality: row.modality ?? undefined,
    bodyPartExamined: row.body_part_examined ?? undefined,
    instanceCount: row.instance_count,
  };
}

export interface InstanceRow {
  readonly id: string;
  readonly series_id: string;
  readonly sop_instance_uid: string;
  readonly sop_class_uid: string;
  readonly instance_number: string | null;
  readonly row_count: number | null;
  readonly column_count: number | null;
  readonly frame_count: number | null;
  readonly byte_count: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly receipt_id: string;
  readonly other_versions: number;
  readonly file_gone_at: Date | null;
  readonly file_gone_as: RemovedAs | null;
}

export function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    seriesId: row.series_id,
    sopInstanceUid: row.sop_instance_uid,
    sopClassUid: row.sop_class_uid,
    instanceNumber: row.instance_number ?? undefined,
    rows: row.row_count ?? undefined,
    columns: row.column_count ?? undefined,
    frames: row.frame_count ?? undefined,
    size: Number(row.byte_count),
    key: row.object_key,
    versionId: row.version_id,
    receiptId: row.receipt_id,
    otherVersions: row.other_versions,
    fileGone:
      row.file_gone_at === null || row.file_gone_as === null
        ? undefined
        : { at: row.file_gone_at, as: row.file_gone_as },
  };
}
