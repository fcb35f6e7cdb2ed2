import { rankCandidates } from "@accession/core/matching/rank-candidates";
import type { CandidateGrading, Worklist } from "@accession/core/matching/worklist";
import type { Pool } from "pg";
import { encodeIds } from "../postgres/list-cursor.ts";
import { STUDY_COLUMNS, type StudyRow, toStudy } from "../postgres/study-row.ts";
import { withTenant } from "../postgres/with-tenant.ts";
import { PROCEDURE_COLUMNS, type ProcedureRow, toProcedure } from "./procedure-row.ts";
import { proceduresWithoutStudy, unlinkedStudies } from "./worklist-statements.ts";

/** Ids are UUIDv7, so their order is that of the studies' first files, and of the orders' waits. */
export function postgresWorklist(pool: Pool): Worklist {
  return {
    studies: (tenantId, request) =>
      withTenant(pool, tenantId, async (transaction) => {
        const { text, values } = unlinkedStudies(tenantId, request);
        const rows = await transaction.query<StudyRow>(text, values);
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
        const { text, values } = proceduresWithoutStudy(tenantId, request);
        const rows = await transaction.query<ProcedureRow & { readonly id: string }>(text, values);
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

function pageOf<Item extends { readonly id: string }>(found: readonly Item[], limit: number) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items: items.map(({ id: _, ...item }) => item), cursor: more ? encodeIds([last.id]) : undefined };
}
