import type { LinkStatus, MatchGrade } from "@accession/core/matching/decide-links";
import type { ChangedLink } from "@accession/core/matching/link-events";
import type { MatchReason } from "@accession/core/matching/match-reason";
import { rowsJson } from "../postgres/rows-json.ts";
import type { TenantTransaction } from "../postgres/with-tenant.ts";

/** A link as it is to be from now on. */
export interface LinkToWrite {
  /** Taken when there is no link of the two yet. */
  readonly newId: string;
  readonly studyId: string;
  readonly studyVersion: number;
  readonly procedureId: string;
  readonly status: LinkStatus;
  readonly grade: MatchGrade;
  readonly reasons: readonly MatchReason[];
}

/** Who decided, when, and, of a person, why and by which request. */
export interface Decider {
  readonly actor: string;
  readonly at: Date;
  /** May hold patient data. */
  readonly note?: string | undefined;
  readonly requestKey?: string | undefined;
}

export interface WrittenLink extends ChangedLink {
  readonly procedureId: string;
  readonly status: LinkStatus;
  readonly grade: MatchGrade;
}

interface WrittenRow {
  readonly id: string;
  readonly version: number;
  readonly study_id: string;
  readonly study_version: number;
  readonly procedure_id: string;
  readonly status: LinkStatus;
  readonly grade: MatchGrade;
  readonly order_id: string;
  readonly line: number;
}

/** Writes links, each as a further version with its place in the history. The locks of their numbers are held. */
export async function writeLinks(
  transaction: TenantTransaction,
  tenantId: string,
  links: readonly LinkToWrite[],
  decider: Decider,
): Promise<readonly WrittenLink[]> {
  if (links.length === 0) return [];
  const rows = await transaction.query<WrittenRow>(WRITE, [
    tenantId,
    rowsJson(
      links.map((link) => ({
        id: link.newId,
        study_id: link.studyId,
        study_version: link.studyVersion,
        procedure_id: link.procedureId,
        status: link.status,
        grade: link.grade,
        reasons: link.reasons,
      })),
    ),
    decider.actor,
    decider.at,
    decider.note ?? null,
    decider.requestKey ?? null,
  ]);
  await markStudies(
    transaction,
    tenantId,
    rows.map((row) => row.study_id),
  );
  return rows.map((row) => ({
    linkId: row.id,
    version: row.version,
    studyId: row.study_id,
    studyVersion: row.study_version,
    procedureId: row.procedure_id,
    status: row.status,
    grade: row.grade,
    orderId: row.order_id,
    line: row.line,
  }));
}

/** Says in the studies' rows whether they count for an order. Links of one study change under several numbers' locks. */
async function markStudies(
  transaction: TenantTransaction,
  tenantId: string,
  studyIds: readonly string[],
): Promise<void> {
  await transaction.query(
    "select from study where tenant_id = $1 and id = any($2) order by id for no key update",
    [tenantId, studyIds],
  );
  // A statement of its own: it sees the links that the last holder of the row lock committed.
  await transaction.query(
    `update study s set linked = not s.linked where s.tenant_id = $1 and s.id = any($2) and s.linked <> exists (
       select from study_link l where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'linked')`,
    [tenantId, studyIds],
  );
}

const WRITE = `
  with written as (
    insert into study_link as l (
      tenant_id, id, study_id, study_version, procedure_id, status, grade, reasons, actor, created_at, updated_at)
    select $1, r.id, r.study_id, r.study_version, r.procedure_id, r.status, r.grade, r.reasons, $3, $4, $4
    from json_to_recordset($2::json) as r(
      id uuid, study_id uuid, study_version int, procedure_id uuid, status text, grade text, reasons jsonb)
    on conflict (tenant_id, study_id, procedure_id) do update set
      study_version = excluded.study_version, status = excluded.status, grade = excluded.grade,
      reasons = excluded.reasons, actor = excluded.actor, updated_at = excluded.updated_at, version = l.version + 1
    returning *),
  noted as (
    insert into study_link_history (
      tenant_id, link_id, version, study_version, status, grade, reasons, actor, note, request_key, decided_at)
    select tenant_id, id, version, study_version, status, grade, reasons, actor, $5, $6, $4 from written)
  select w.id, w.version, w.study_id, w.study_version, w.procedure_id, w.status, w.grade, p.order_id, p.line
  from written w join expected_procedure p on p.tenant_id = w.tenant_id and p.id = w.procedure_id
  order by p.order_id, p.line, w.id`;
