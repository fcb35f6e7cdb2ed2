import type { LinkedPair, StudyLink } from "@accession/core/matching/link-by-hand";
import type { WaitState } from "@accession/core/matching/study-waits";
import type { TenantTransaction } from "../postgres/with-tenant.ts";

export interface LockedProcedure {
  readonly id: string;
  readonly accessionNumber: string;
  readonly state: WaitState;
  /** The order went on. */
  readonly fulfilled: boolean;
}

export async function findProcedure(
  transaction: TenantTransaction,
  tenantId: string,
  orderId: string,
  line: number,
): Promise<LockedProcedure | undefined> {
  const [row] = await transaction.query<{
    id: string;
    accession_number: string;
    state: WaitState;
    fulfilled: boolean;
  }>(
    `select id, accession_number, state, fulfilled_at is not null as fulfilled from expected_procedure
     where tenant_id = $1 and order_id = $2 and line = $3`,
    [tenantId, orderId, line],
  );
  return (
    row && { id: row.id, accessionNumber: row.accession_number, state: row.state, fulfilled: row.fulfilled }
  );
}

/** True when the request was decided before, whatever was decided since. */
export async function wasDecided(
  transaction: TenantTransaction,
  tenantId: string,
  requestKey: string,
): Promise<boolean> {
  const rows = await transaction.query(
    "select from study_link_history where tenant_id = $1 and request_key = $2",
    [tenantId, requestKey],
  );
  return rows.length > 0;
}

interface LinkRow {
  readonly study_version: number;
  readonly status: StudyLink["status"];
  readonly grade: StudyLink["grade"];
  readonly reasons: StudyLink["reasons"];
  readonly version: number;
  readonly actor: string;
  readonly updated_at: Date;
}

export async function findLink(
  transaction: TenantTransaction,
  tenantId: string,
  { studyId, orderId, line }: LinkedPair,
): Promise<(StudyLink & { readonly studyVersion: number }) | undefined> {
  const [row] = await transaction.query<LinkRow>(
    `select l.study_version, l.status, l.grade, l.reasons, l.version, l.actor, l.updated_at
     from study_link l join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
     where l.tenant_id = $1 and l.study_id = $2 and p.order_id = $3 and p.line = $4`,
    [tenantId, studyId, orderId, line],
  );
  if (row === undefined) return undefined;
  const { status, grade, reasons, version } = row;
  return {
    ...{ studyId, orderId, line, status, grade, reasons, version },
    studyVersion: row.study_version,
    decidedBy: row.actor,
    decidedAt: row.updated_at,
  };
}
