import type { WaitState } from "@accession/core/matching/study-waits";
import type { OpenProcedure } from "@accession/core/matching/worklist";

/** Columns of an expected procedure, for `toProcedure`. */
export const PROCEDURE_COLUMNS = `
  p.order_id, p.line, p.issuer, p.accession_number, p.procedure_code, p.modality, p.requested_date, p.patient_id,
  p.patient_name, p.patient_birth_date, p.state, p.fulfilled_at, p.deadline_at`;

export interface ProcedureRow {
  readonly order_id: string;
  readonly line: number;
  readonly issuer: string;
  readonly accession_number: string;
  readonly procedure_code: string | null;
  readonly modality: string | null;
  readonly requested_date: string | null;
  readonly patient_id: string | null;
  readonly patient_name: string | null;
  readonly patient_birth_date: string | null;
  readonly state: WaitState;
  readonly fulfilled_at: Date | null;
  readonly deadline_at: Date;
}

export function toProcedure(row: ProcedureRow): OpenProcedure {
  return {
    orderId: row.order_id,
    line: row.line,
    ...(row.issuer !== "" && { issuer: row.issuer }),
    accessionNumber: row.accession_number,
    ...(row.procedure_code !== null && { procedureCode: row.procedure_code }),
    ...(row.modality !== null && { modality: row.modality }),
    ...(row.requested_date !== null && { requestedDate: row.requested_date }),
    patient: {
      patientId: row.patient_id ?? "",
      ...(row.patient_name !== null && { name: row.patient_name }),
      ...(row.patient_birth_date !== null && { birthDate: row.patient_birth_date }),
    },
    state: row.state,
    fulfilled: row.fulfilled_at !== null,
    deadlineAt: row.deadline_at.toISOString(),
  };
}
