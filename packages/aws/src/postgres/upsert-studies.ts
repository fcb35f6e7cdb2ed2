import type { IngestBatch } from "@accession/core/ingestion/ingest-store";
import { type PlaceIds, studyIdOf } from "./place-ids.ts";
import type { PlannedInstance } from "./plan-batch.ts";
import { LostRace } from "./retry-transaction.ts";
import { rowsJson } from "./rows-json.ts";
import type { TenantTransaction } from "./with-tenant.ts";

/**
 * Makes or completes the studies of new instances and locks their rows, in the order of their UIDs so that two
 * batches cannot wait for each other. The first value of an attribute stays; a later file only fills what was empty.
 * Throws `LostRace` when another batch made one of them meanwhile, under another id.
 */
export async function upsertStudies(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  ids: PlaceIds,
): Promise<void> {
  const byId = Map.groupBy(instances, (instance) => studyIdOf(instance, ids));
  const rows = [...byId].map(([id, [first]]) => ({
    id,
    study_instance_uid: first?.facts.study.studyInstanceUid,
    patient_id: first?.facts.study.patientId,
    issuer_of_patient_id: first?.facts.study.issuerOfPatientId,
    patient_name: first?.facts.study.patientName,
    patient_birth_date: first?.facts.study.patientBirthDate,
    patient_sex: first?.facts.study.patientSex,
    study_date: first?.facts.study.studyDate,
    study_time: first?.facts.study.studyTime,
    study_description: first?.facts.study.studyDescription,
    study_id: first?.facts.study.studyId,
    referring_physician_name: first?.facts.study.referringPhysicianName,
    accession_number: first?.facts.study.accessionNumber,
    correlation_id: first?.object.eventId,
  }));
  const studies = await transaction.query<{ id: string }>(
    `insert into study as s (
       tenant_id, id, study_instance_uid, patient_id, issuer_of_patient_id, patient_name, patient_birth_date,
       patient_sex, study_date, study_time, study_description, study_id, referring_physician_name, accession_number,
       correlation_id, quiet_after, first_arrived_at, last_arrived_at)
     select $1, r.id, r.study_instance_uid, r.patient_id, r.issuer_of_patient_id, r.patient_name, r.patient_birth_date,
       r.patient_sex, r.study_date, r.study_time, r.study_description, r.study_id, r.referring_physician_name,
       r.accession_number, r.correlation_id, $3, $4, $4
     from json_to_recordset($2::json) as r(
       id uuid, study_instance_uid text, patient_id text, issuer_of_patient_id text, patient_name text,
       patient_birth_date text, patient_sex text, study_date text, study_time text, study_description text,
       study_id text, referring_physician_name text, accession_number text, correlation_id text)
     order by r.study_instance_uid
     on conflict (tenant_id, study_instance_uid) do update set
       patient_id = coalesce(s.patient_id, excluded.patient_id),
       issuer_of_patient_id = coalesce(s.issuer_of_patient_id, excluded.issuer_of_patient_id),
       patient_name = coalesce(s.patient_name, excluded.patient_name),
       patient_birth_date = coalesce(s.patient_birth_date, excluded.patient_birth_date),
       patient_sex = coalesce(s.patient_sex, excluded.patient_sex),
       study_date = coalesce(s.study_date, excluded.study_date),
       study_time = coalesce(s.study_time, excluded.study_time),
       study_description = coalesce(s.study_description, excluded.study_description),
       study_id = coalesce(s.study_id, excluded.study_id),
       referring_physician_name = coalesce(s.referring_physician_name, excluded.referring_physician_name),
       accession_number = coalesce(s.accession_number, excluded.accession_number),
       last_arrived_at = greatest(s.last_arrived_at, excluded.last_arrived_at)
     returning id`,
    [batch.tenantId, rowsJson(rows), batch.quietAfter, batch.now],
  );
  if (studies.some(({ id }) => !byId.has(id))) throw new LostRace();
}

/** Adds the accession numbers of new instances to their studies. */
export async function addAccessionNumbers(
  transaction: TenantTransaction,
  batch: IngestBatch,
  instances: readonly PlannedInstance[],
  ids: PlaceIds,
): Promise<void> {
  const rows = instances.flatMap((instance) =>
    instance.facts.study.accessionNumbers.map(({ value, issuer }) => ({
      study_id: studyIdOf(instance, ids),
      issuer: issuer ?? batch.defaultIssuer ?? "",
      accession_number: value,
    })),
  );
  if (rows.length === 0) return;
  await transaction.query(
    `insert into study_accession_number (tenant_id, study_id, issuer, accession_number)
     select distinct $1::uuid, r.study_id, r.issuer, r.accession_number
     from json_to_recordset($2::json) as r(study_id uuid, issuer text, accession_number text)
     on conflict do nothing`,
    [batch.tenantId, rowsJson(rows)],
  );
}
