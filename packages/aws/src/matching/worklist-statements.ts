import type { WorklistRequest, WorklistState } from "@accession/core/matching/worklist";
import { decodeIds } from "../postgres/list-cursor.ts";
import type { Statement } from "../postgres/statement.ts";
import { STUDY_COLUMNS } from "../postgres/study-row.ts";
import { PROCEDURE_COLUMNS } from "./procedure-row.ts";

/** One page, and one row more, of the complete studies that count for no order. */
export function unlinkedStudies(tenantId: string, request: WorklistRequest): Statement {
  return page(tenantId, request, {
    select: `${STUDY_COLUMNS} from study s`,
    row: "s",
    where: "s.completed_version > 0 and not s.linked and s.retired_at is null",
    ofState: {
      candidates: PROPOSED_OF_STUDY,
      "no-candidate": `${NUMBERED} and not ${PROPOSED_OF_STUDY}`,
      "no-number": `not ${NUMBERED} and not ${PROPOSED_OF_STUDY}`,
    },
  });
}

/** One page, and one row more, of the lines of orders that have no study. */
export function proceduresWithoutStudy(tenantId: string, request: WorklistRequest): Statement {
  return page(tenantId, request, {
    select: `p.id, ${PROCEDURE_COLUMNS} from expected_procedure p`,
    row: "p",
    where: "p.study_missing",
    ofState: {
      candidates: PROPOSED_OF_PROCEDURE,
      "no-candidate": `not ${PROPOSED_OF_PROCEDURE}`,
      "no-number": "false",
    },
  });
}

const PROPOSED_OF_STUDY = `exists (select from study_link l
  where l.tenant_id = s.tenant_id and l.study_id = s.id and l.status = 'proposed')`;
const NUMBERED = `exists (select from study_accession_number n where n.tenant_id = s.tenant_id and n.study_id = s.id)`;
const PROPOSED_OF_PROCEDURE = `exists (select from study_link l
  where l.tenant_id = p.tenant_id and l.procedure_id = p.id and l.status = 'proposed')`;

interface ListOf {
  readonly select: string;
  readonly row: "s" | "p";
  readonly where: string;
  readonly ofState: Readonly<Record<WorklistState, string>>;
}

/** Only what is asked for is a condition: a plan for one state need not do for another. */
function page(tenantId: string, { cursor, state, limit }: WorklistRequest, list: ListOf): Statement {
  const { select, row, where, ofState } = list;
  const [after] = cursor === undefined ? [] : decodeIds(cursor, 1, "/query/cursor");
  const conditions = [
    `${row}.tenant_id = $1`,
    where,
    ...(state === undefined ? [] : [ofState[state]]),
    ...(after === undefined ? [] : [`${row}.id < $3`]),
  ];
  return {
    text: `select ${select} where ${conditions.join(" and ")} order by ${row}.id desc limit $2`,
    values: [tenantId, limit + 1, ...(after === undefined ? [] : [after])],
  };
}
