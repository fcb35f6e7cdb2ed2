import type { Ids } from "@accession/core/ids";
import type { ClosedWait, StudyWait } from "@accession/core/matching/study-waits";
import { rowsJson } from "../postgres/rows-json.ts";
import type { TenantTransaction } from "../postgres/with-tenant.ts";

/** Writes what an order expects, once per line; the locks of its numbers are held. */
export async function registerWait(
  transaction: TenantTransaction,
  wait: StudyWait,
  ids: Ids,
  now: Date,
): Promise<void> {
  // A repeated attempt has a new token. The token is kept whatever became of the order: its execution is to be woken.
  const repeated = `do update set
    attempt = excluded.attempt, task_token = excluded.task_token, updated_at = excluded.updated_at
    where p.attempt <= excluded.attempt`;
  await transaction.query(INSERT + repeated, rowsOf(wait, wait.taskToken, ids, now));
}

/** Writes the lines that are not there yet, without anybody who waits for them; the locks are held. */
export async function registerClosed(
  transaction: TenantTransaction,
  wait: ClosedWait,
  ids: Ids,
  now: Date,
): Promise<void> {
  await transaction.query(`${INSERT}do nothing`, rowsOf(wait, null, ids, now));
}

function rowsOf(wait: ClosedWait, taskToken: string | null, ids: Ids, now: Date): unknown[] {
  return [
    wait.tenantId,
    wait.orderId,
    wait.attempt,
    taskToken,
    wait.deadlineAt,
    wait.meta.correlationId,
    now,
    rowsJson(
      wait.procedures.map((procedure) => ({
        id: ids.next(),
        line: procedure.line,
        issuer: procedure.issuer,
        accession_number: procedure.accessionNumber,
        procedure_code: procedure.procedureCode,
        modality: procedure.modality,
        requested_date: procedure.requestedDate,
        patient_id: procedure.patient.patientId,
        patient_name: procedure.patient.name,
        patient_birth_date: procedure.patient.birthDate,
      })),
    ),
  ];
}

const INSERT = `
  insert into expected_procedure as p (
    tenant_id, id, order_id, line, issuer, accession_number, procedure_code, modality, requested_date, patient_id,
    patient_name, patient_birth_date, deadline_at, attempt, task_token, correlation_id, created_at, updated_at)
  select $1, r.id, $2, r.line,
    coalesce(r.issuer, (select t.default_issuer from tenant t where t.id = $1), ''),
    r.accession_number, r.procedure_code, r.modality, r.requested_date, r.patient_id, r.patient_name,
    r.patient_birth_date, $5, $3, $4, $6, $7, $7
  from json_to_recordset($8::json) as r(
    id uuid, line int, issuer text, accession_number text, procedure_code text, modality text, requested_date text,
    patient_id text, patient_name text, patient_birth_date text)
  on conflict (tenant_id, order_id, line) `;
