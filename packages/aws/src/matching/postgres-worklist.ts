import { rankCandidates } from "@accession/core/matching/rank-candidates";
import type { CandidateGrading, Worklist, WorklistRequest } from "@accession/core/matching/worklist";
import type { Pool } from "pg";
import { decodeIds, encodeIds } from "../postgres/list-cursor.ts";
import { STUDY_COLUMNS, type StudyRow, toStudy } from "../postgres/study-row.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { PROCEDURE_COLUMNS, type ProcedureRow, toProcedure } from "./procedure-row.ts";

/** Ids are UUIDv7, so their order is that of the studies' first files, and of the orders' waits. */
export function postgresWorklist(pool: Pool): Worklist {
  return {
    studies: (tenantId, request) =>
      withTenant(pool, tenantId, async (transaction) => {
        const rows = await transaction.query<StudyRow>(STUDIES, values(tenantId, request));
        const found = await transaction.query<GradingRow & ProcedureRow>(CANDIDATES_OF_STUDIES, [
          tenantId,
          rows.map(({ id }) => id),
        ]);
        const candidates = Map.groupBy(found, (row) => row.study_id);
        const items = rows.map((row) => {
          const study = toStudy(row);
          const own = (candidates.get(row.id) ?? []).map((one) => ({
            ...toGrading(one),
            procedure: toProcedure(one),
          }));
          const none =
            study.accessionNumbers.length === 0 ? ("no-number" as const) : ("no-candidate" as const);
          const state = own.length > 0 ? ("candidates" as const) : none;
          return { id: row.id, state, study, candidates: rankCandidates(own) };
        });
        return pageOf(items, request.limit);
      }),
    procedures: (tenantId, request) =>
      withTenant(pool, tenantId, async (transaction) => {
        const rows = await transaction.query<ProcedureRow & { readonly id: string }>(
          PROCEDURES,
          values(tenantId, request),
        );
        const found = await transaction.query<GradingRow & StudyRow>(CANDIDATES_OF_PROCEDURES, [
          tenantId,
          rows.map(({ id }) => id),
        ]);
        const candidates = Map.groupBy(found, (row) => row.procedure_id);
        const items = rows.map((row) => {
          const own = (candidates.get(row.id) ?? []).map((one) => ({
            ...toGrading(one),
            study: toStudy(one),
          }));
          const state = own.length > 0 ? ("candidates" as const) : ("no-candidate" as const);
          return { id: row.id, state, procedure: toProcedure(row), candidates: rankCandidates(own) };
        });
        return pageOf(items, request.limit);
      }),
  };
}

const PROPOSED_OF_STUDY = `exists (select from study_link l
  where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'proposed')`;
const NUMBERED = `exists (select from study_accession_number n where n.tenant_id = s.tenant_id and n.study_id = s.id)`;

const STUDIES = `
  select ${STUDY_COLUMNS} from study s
  where s.tenant_id = $1 and s.completed_version > 0
    and ($2::uuid is null or s.id < $2)
    and not exists (select from study_link l
      where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'linked')
    and case $3::text
      when 'candidates' then ${PROPOSED_OF_STUDY}
      when 'no-candidate' then ${NUMBERED} and not ${PROPOSED_OF_STUDY}
      when 'no-number' then not ${NUMBERED} and not ${PROPOSED_OF_STUDY}
      else true end
  order by s.id desc limit $4`;

const PROPOSED_OF_PROCEDURE = `exists (select from study_link l
  where l.tenant_id = p.tenant_id and l.procedure_id = p.id and l.status = 'proposed')`;

const PROCEDURES = `
  select p.id, ${PROCEDURE_COLUMNS} from expected_procedure p
  where p.tenant_id = $1 and p.study_missing
    and ($2::uuid is null or p.id < $2)
    and case $3::text
      when 'candidates' then ${PROPOSED_OF_PROCEDURE}
      when 'no-candidate' then not ${PROPOSED_OF_PROCEDURE}
      when 'no-number' then false
      else true end
  order by p.id desc limit $4`;

/** One number may bring together many, and a page shows the newest of them. */
const MOST_CANDIDATES = 1000;

const CANDIDATES_OF_STUDIES = `
  select l.study_id, l.procedure_id, l.grade, l.reasons, ${PROCEDURE_COLUMNS}
  from study_link l join expected_procedure p on p.tenant_id = l.tenant_id and p.id = l.procedure_id
  where l.tenant_id = $1 and l.study_id = any($2) and l.status = 'proposed'
  order by l.id desc limit ${MOST_CANDIDATES}`;

const CANDIDATES_OF_PROCEDURES = `
  select l.study_id, l.procedure_id, l.grade, l.reasons, ${STUDY_COLUMNS}
  from study_link l join study s on s.tenant_id = l.tenant_id and s.id = l.study_id
  where l.tenant_id = $1 and l.procedure_id = any($2) and l.status = 'proposed'
  order by l.id desc limit ${MOST_CANDIDATES}`;

interface GradingRow extends CandidateGrading {
  readonly study_id: string;
  readonly procedure_id: string;
}

function toGrading({ grade, reasons }: GradingRow): CandidateGrading {
  return { grade, reasons };
}

function values(tenantId: string, { cursor, state, limit }: WorklistRequest): readonly unknown[] {
  const [after] = cursor === undefined ? [] : decodeIds(cursor, 1, "/query/cursor");
  return [tenantId, after ?? null, state ?? null, limit + 1];
}

function pageOf<Item extends { readonly id: string }>(found: readonly Item[], limit: number) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items: items.map(({ id: _, ...item }) => item), cursor: more ? encodeIds([last.id]) : undefined };
}
