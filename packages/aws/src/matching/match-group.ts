import type {
  CompleteStudy,
  LiveProcedure,
  MatchGroup,
  PresentLink,
} from "@accession/core/matching/decide-links";
import type { TenantTransaction } from "../postgres/with-tenant.ts";

/** As many studies of a number are judged, newest first: senders that write one number into everything must not hold up the rest. */
const MOST_STUDIES = 200;

/** A group with what its links' rows need besides. */
export interface LoadedGroup extends MatchGroup {
  readonly procedures: readonly (LiveProcedure & { readonly line: number })[];
  readonly studies: readonly (CompleteStudy & { readonly version: number })[];
}

/** Everything that competes for the numbers, whose locks are held. `studyId`: this study, and the others. */
export async function loadMatchGroup(
  transaction: TenantTransaction,
  tenantId: string,
  accessionNumbers: readonly string[],
  studyId?: string,
): Promise<LoadedGroup> {
  const procedures = await transaction.query<ProcedureRow>(
    `select id, order_id, line, issuer, accession_number, modality, patient_id, patient_name, patient_birth_date
     from expected_procedure
     where tenant_id = $1 and accession_number = any($2) and state in ('waiting', 'linked') order by id`,
    [tenantId, accessionNumbers],
  );
  if (procedures.length === 0) return { procedures: [], studies: [], links: [] };
  const studies = await transaction.query<StudyRow>(STUDIES, [tenantId, accessionNumbers, studyId ?? null]);
  const links = await transaction.query<LinkRow>(
    "select study_id, procedure_id, status, grade, reasons from study_link where tenant_id = $1 and procedure_id = any($2)",
    [tenantId, procedures.map(({ id }) => id)],
  );
  return {
    procedures: procedures.map(toProcedure),
    studies: studies.map(toStudy),
    links: links.map(toLink),
  };
}

const STUDIES = `
  select s.id, s.completed_version, s.retired_at is not null as is_retired, s.patient_id, s.issuer_of_patient_id, s.patient_name, s.patient_birth_date,
    array(select distinct e.modality from series e
      where e.tenant_id = s.tenant_id and e.study_id = s.id and e.modality is not null) as modalities,
    (select json_agg(json_build_object('value', n.accession_number, 'issuer', n.issuer))
      from study_accession_number n where n.tenant_id = s.tenant_id and n.study_id = s.id) as numbers
  from study s
  where s.tenant_id = $1 and s.completed_version > 0 and s.id in (
    select a.study_id from study_accession_number a
    where a.tenant_id = $1 and a.accession_number = any($2))
  order by (s.id = $3::uuid) desc nulls last, s.id desc limit ${MOST_STUDIES}`;

interface ProcedureRow {
  readonly id: string;
  readonly order_id: string;
  readonly line: number;
  readonly issuer: string;
  readonly accession_number: string;
  readonly modality: string | null;
  readonly patient_id: string | null;
  readonly patient_name: string | null;
  readonly patient_birth_date: string | null;
}

interface StudyRow {
  readonly id: string;
  readonly completed_version: number;
  readonly is_retired: boolean;
  readonly patient_id: string | null;
  readonly issuer_of_patient_id: string | null;
  readonly patient_name: string | null;
  readonly patient_birth_date: string | null;
  readonly modalities: readonly string[];
  readonly numbers: ReadonlyArray<{ readonly value: string; readonly issuer: string }>;
}

interface LinkRow {
  readonly study_id: string;
  readonly procedure_id: string;
  readonly status: PresentLink["status"];
  readonly grade: PresentLink["grade"];
  readonly reasons: PresentLink["reasons"];
}

/** The columns hold '' where nobody names an issuer. */
const issuerOf = (column: string): string | undefined => (column === "" ? undefined : column);

function toProcedure(row: ProcedureRow): LoadedGroup["procedures"][number] {
  return {
    procedureId: row.id,
    orderId: row.order_id,
    line: row.line,
    accessionNumber: { value: row.accession_number, issuer: issuerOf(row.issuer) },
    modality: row.modality ?? undefined,
    patient: {
      patientId: row.patient_id ?? undefined,
      name: row.patient_name ?? undefined,
      birthDate: row.patient_birth_date ?? undefined,
    },
  };
}

function toStudy(row: StudyRow): LoadedGroup["studies"][number] {
  return {
    studyId: row.id,
    version: row.completed_version,
    isRetired: row.is_retired,
    accessionNumbers: row.numbers.map(({ value, issuer }) => ({ value, issuer: issuerOf(issuer) })),
    modalities: row.modalities,
    patient: {
      patientId: row.patient_id ?? undefined,
      issuerOfPatientId: row.issuer_of_patient_id ?? undefined,
      name: row.patient_name ?? undefined,
      birthDate: row.patient_birth_date ?? undefined,
    },
  };
}

function toLink(row: LinkRow): PresentLink {
  return {
    studyId: row.study_id,
    procedureId: row.procedure_id,
    status: row.status,
    grade: row.grade,
    reasons: row.reasons,
  };
}
